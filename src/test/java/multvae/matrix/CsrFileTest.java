package multvae.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import multvae.io.NpyHeader;
import multvae.io.UserError;
import multvae.testing.Python;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsrFileTest {

    /** {0, 4}, {}, {1, 2, 3} of 5: the matrix of make_csr_npz.py. */
    private static final int[] ROW_STARTS = {0, 2, 2, 5};

    private static final int[] COLUMNS = {0, 4, 1, 2, 3};

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void choose_a_file() {
        file = directory.resolve("matrix.npz");
    }

    private static CsrMatrix matrix() {
        return new CsrMatrix(5, ROW_STARTS.clone(), COLUMNS.clone());
    }

    private static void assertSame(CsrMatrix actual, CsrMatrix expected) {
        assertThat(actual.rows()).isEqualTo(expected.rows());
        assertThat(actual.columns()).isEqualTo(expected.columns());
        assertThat(actual.nonZeros()).isEqualTo(expected.nonZeros());
        for (int row = 0; row <= expected.rows(); row++) {
            assertThat(actual.rowStart(row)).isEqualTo(expected.rowStart(row));
        }
        for (int k = 0; k < expected.nonZeros(); k++) {
            assertThat(actual.column(k)).isEqualTo(expected.column(k));
        }
    }

    /** Both as a whole and row by row. */
    private void assertRead(CsrMatrix expected) {
        assertSame(CsrFile.read(file), expected);
        List<int[]> rows = new ArrayList<>();
        CsrFile.forEachRow(file, expected.rows(), expected.columns(), rows::add);
        assertThat(rows).hasSize(expected.rows());
        for (int row = 0; row < expected.rows(); row++) {
            assertThat(rows.get(row)).containsExactly(expected.row(row));
        }
    }

    private Path resource(String name) throws IOException {
        try (InputStream in = CsrFileTest.class.getResourceAsStream(name)) {
            Files.copy(in, file);
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"scipy-compressed.npz", "scipy-stored-int64.npz"})
    void what_scipy_writes_is_read(String name) throws IOException {
        resource(name);
        assertRead(matrix());
    }

    @Test
    void what_is_written_is_read() {
        CsrFile.write(file, matrix());
        assertRead(matrix());
    }

    @Test
    void a_matrix_without_entries_and_one_without_rows_are_read() {
        for (CsrMatrix empty :
                new CsrMatrix[] {new CsrMatrix(7, new int[4], new int[0]), new CsrMatrix(0, new int[1], new int[0])}) {
            CsrFile.write(file, empty);
            assertRead(empty);
        }
    }

    @Test
    void a_matrix_longer_than_the_buffers_is_read() {
        int rows = 300;
        int columns = 1000;
        int[] starts = new int[rows + 1];
        int[] indices = new int[rows * 200];
        for (int row = 0; row < rows; row++) {
            starts[row + 1] = 200 * (row + 1);
            for (int k = 0; k < 200; k++) {
                indices[200 * row + k] = 5 * k + row % 5;
            }
        }
        CsrMatrix matrix = new CsrMatrix(columns, starts, indices);
        CsrFile.write(file, matrix);
        assertRead(matrix);
    }

    @Test
    void the_same_matrix_gives_the_same_bytes_in_every_time_zone() throws IOException {
        TimeZone zone = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            CsrFile.write(file, matrix());
            byte[] first = Files.readAllBytes(file);
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            CsrFile.write(file, matrix());
            assertThat(Files.readAllBytes(file)).isEqualTo(first);
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void scipy_reads_what_is_written() throws Exception {
        CsrFile.write(file, matrix());
        assertThat(Python.run("scipy.sparse", "src/test/python/print_csr_npz.py", file.toString())
                        .lines())
                .containsExactly(
                        "csr (3, 5) int32 int32 float32 True", "[[1, 0, 0, 0, 1], [0, 0, 0, 0, 0], [0, 1, 1, 1, 0]]");
    }

    /** The entries of a sound file, for a test to spoil. */
    private static Map<String, byte[]> entries() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("indices.npy", ints(COLUMNS));
        entries.put("indptr.npy", ints(ROW_STARTS));
        entries.put("format.npy", array("|S3", true, 1, "csr".getBytes(StandardCharsets.US_ASCII)));
        entries.put("shape.npy", longs(3, 5));
        entries.put("data.npy", floats(1, 1, 1, 1, 1));
        return entries;
    }

    private static byte[] array(String type, boolean scalar, int count, byte[] elements) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(scalar ? NpyHeader.encode(type) : NpyHeader.encode(type, count));
        bytes.writeBytes(elements);
        return bytes.toByteArray();
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return array("<i4", false, values.length, bytes.array());
    }

    private static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return array("<i8", false, values.length, bytes.array());
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return array("<f4", false, values.length, bytes.array());
    }

    private void zip(Map<String, byte[]> entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
    }

    private void assertRefused(String name, byte[] content, String found) throws IOException {
        Map<String, byte[]> entries = entries();
        entries.put(name, content);
        zip(entries);
        assertRefused(found);
    }

    private void assertRefused(String found) {
        assertThatThrownBy(() -> CsrFile.read(file))
                .isInstanceOf(UserError.class)
                .message()
                .startsWith(file + ": ")
                .contains(found)
                .doesNotContain("\n");
        assertThatThrownBy(() -> CsrFile.forEachRow(file, CsrFile.ANY, CsrFile.ANY, row -> {}))
                .isInstanceOf(UserError.class)
                .message()
                .startsWith(file + ": ")
                .doesNotContain("\n");
    }

    @Test
    void sound_entries_are_read() throws IOException {
        zip(entries());
        assertRead(matrix());
    }

    @Test
    void arrays_that_are_no_such_matrix_are_refused() throws IOException {
        assertRefused("indices.npy", ints(4, 0, 1, 2, 3), "column 0 after 4"); // descending
        assertRefused("indices.npy", ints(0, 0, 1, 2, 3), "column 0 after 0"); // twice
        assertRefused("indices.npy", ints(0, 5, 1, 2, 3), "column 5"); // beyond the columns
        assertRefused("indices.npy", ints(-1, 4, 1, 2, 3), "indices.npy with -1");
        assertRefused("indices.npy", longs(0, 1L << 32, 1, 2, 3), "indices.npy with 4294967296");
        assertRefused("indices.npy", ints(0, 4, 1, 2), "indices.npy with 4 elements, the others ask for 5");
        assertRefused("indices.npy", floats(0, 4, 1, 2, 3), "indices.npy of type \"<f4\"");
        assertRefused("indptr.npy", ints(0, 2, 1, 5), "row 1 ends before it starts");
        assertRefused("indptr.npy", ints(1, 2, 2, 5), "row starts do not run from 0");
        assertRefused("indptr.npy", ints(0, 2, 5), "indptr.npy with 3 elements, the others ask for 4");
        assertRefused("indptr.npy", ints(0, 2, 2, 2_000_000_000), "the others ask for 2000000000");
        assertRefused("shape.npy", longs(2, 5), "indptr.npy with 4 elements, the others ask for 3");
        assertRefused("shape.npy", longs(3, -5), "shape.npy with -5");
        assertRefused("shape.npy", longs(Integer.MAX_VALUE, 5), "the others ask for 2147483648");
        assertRefused("shape.npy", longs(3, 5, 1), "shape.npy with 3 elements");
        assertRefused("data.npy", floats(1, 1, 2, 1, 1), "the value 2.0");
        assertRefused("data.npy", floats(1, 1, Float.NaN, 1, 1), "the value NaN");
        assertRefused("data.npy", ints(1, 1, 1, 1, 1), "data.npy of type \"<i4\"");
        assertRefused("data.npy", floats(1, 1, 1, 1), "data.npy with 4 elements");
        assertRefused("format.npy", array("|S3", true, 1, "csc".getBytes(StandardCharsets.US_ASCII)), "another format");
        assertRefused("format.npy", ints(1, 2, 3), "another format");
    }

    @Test
    void a_header_that_promises_more_than_the_entry_has_is_refused() throws IOException {
        byte[] few = {0, 0, 0, 0};
        assertRefused("indices.npy", array("<i4", false, 2_000_000_000, few), "header of 2000000000 elements");
        assertRefused("indices.npy", array("<i4", false, 1, new byte[8]), "header of 1 elements");
        assertRefused("indices.npy", array("<U9", false, 1, few), "of type \"<U9\"");
        assertRefused("indices.npy", new byte[] {1, 2, 3}, "ends early");
        assertRefused("indices.npy", "no numpy array at all".getBytes(StandardCharsets.US_ASCII), "not a numpy array");
    }

    @Test
    void matrices_of_scipy_that_are_no_binary_float32_csr_are_refused() throws IOException {
        resource("scipy-float64.npz");
        assertRefused("data.npy of type \"<f8\"");
        Files.delete(file);
        resource("scipy-csc.npz");
        assertRefused("another format");
    }

    @Test
    void a_matrix_of_another_shape_than_the_files_beside_it_have_is_refused() {
        CsrFile.write(file, matrix());
        assertSame(CsrFile.read(file, 3, 5), matrix());
        assertSame(CsrFile.read(file, CsrFile.ANY, 5), matrix());
        assertSame(CsrFile.read(file, 3, CsrFile.ANY), matrix());
        assertOtherShape(2, 5, "2 rows and 5 columns");
        assertOtherShape(3, 4, "3 rows and 4 columns");
        assertOtherShape(CsrFile.ANY, 6, "6 columns");
        assertOtherShape(4, CsrFile.ANY, "4 rows");
    }

    private void assertOtherShape(int rows, int columns, String expected) {
        assertThatThrownBy(() -> CsrFile.read(file, rows, columns))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        file + ": expected " + expected + ", as the files beside it have, found 3 rows and 5 columns; "
                                + "run the stage that wrote it again");
    }

    @Test
    void a_missing_entry_a_missing_file_and_no_zip_at_all_are_refused() throws IOException {
        Map<String, byte[]> entries = entries();
        entries.remove("indptr.npy");
        zip(entries);
        assertRefused("no entry indptr.npy");
        Files.writeString(file, "userId,movieId");
        assertRefused("found ");
        Files.writeString(file, "");
        assertRefused("found ");
        Files.delete(file);
        assertRefused("expected a file, found nothing");
        Files.createDirectory(file);
        assertRefused("expected a file, found a directory");
    }

    @Test
    void a_file_that_may_not_be_read_is_not_called_damaged() throws IOException {
        zip(entries());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "root reads everything");
        assertRefused("expected a readable file, found Permission denied; check its permissions");
    }

    @Test
    void a_flipped_bit_gives_an_error_or_the_same_matrix_never_another_one() throws IOException {
        for (String name : new String[] {"ours", "scipy-compressed.npz"}) {
            Files.deleteIfExists(file);
            if (name.equals("ours")) {
                CsrFile.write(file, matrix());
            } else {
                resource(name);
            }
            byte[] sound = Files.readAllBytes(file);
            Random random = new Random(1);
            for (int k = 0; k < sound.length; k++) {
                byte[] damaged = sound.clone();
                damaged[k] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, damaged);
                readOrRefuse();
            }
        }
    }

    @Test
    void a_file_that_was_cut_short_is_refused() throws IOException {
        CsrFile.write(file, matrix());
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 37) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused("found ");
        }
    }

    private void readOrRefuse() {
        try {
            CsrFile.read(file);
        } catch (UserError e) {
            assertThat(e).hasMessageStartingWith(file + ": ");
            assertThatThrownBy(() -> CsrFile.forEachRow(file, CsrFile.ANY, CsrFile.ANY, row -> {}))
                    .isInstanceOf(UserError.class);
            return;
        }
        assertRead(matrix());
    }
}
