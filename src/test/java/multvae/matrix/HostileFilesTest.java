package multvae.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import multvae.io.NpyHeader;
import multvae.io.UserError;
import multvae.testing.Forgery;
import multvae.testing.Ids;
import multvae.testing.Mutations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of damaged files: each is read, or refused in one line that names it; none takes memory that it asks for. */
final class HostileFilesTest {

    /** Many times what the file itself and the reader's buffers take, and far below what a header can ask for. */
    private static final long MAX_ALLOCATED_BYTES = 16 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private interface Reading {
        void read(Path file);
    }

    @TempDir
    private Path directory;

    private Path file;
    private int read;
    private int refused;

    @BeforeEach
    void choose_a_file() {
        file = directory.resolve("file");
    }

    @Test
    void damaged_npz_files_are_read_or_refused() throws IOException {
        CsrFile.write(file, matrix());
        byte[] sound = Files.readAllBytes(file);
        Mutations mutations = new Mutations(1);
        for (int k = 0; k < Mutations.COUNT; k++) {
            attempt(mutations.mutate(sound), CsrFile::read);
        }
        assertThat(refused).isGreaterThan(Mutations.COUNT / 2);
    }

    /** With right checksums and sizes around it, so that the damage reaches the arrays' own headers and elements. */
    @Test
    void npz_files_of_damaged_arrays_are_read_or_refused() throws IOException {
        CsrFile.write(file, matrix());
        Map<String, byte[]> sound = Forgery.entries(Files.readAllBytes(file));
        String[] names = sound.keySet().toArray(String[]::new);
        Mutations mutations = new Mutations(2);
        for (int k = 0; k < Mutations.COUNT; k++) {
            Map<String, byte[]> entries = new LinkedHashMap<>(sound);
            String name = names[mutations.below(names.length)];
            entries.put(name, mutations.mutate(entries.get(name)));
            attempt(Forgery.zip(entries), CsrFile::read);
        }
        assertThat(refused).isGreaterThan(Mutations.COUNT / 2);
    }

    @Test
    void a_small_archive_that_unpacks_to_a_great_array_of_zeros_is_refused() throws IOException {
        CsrFile.write(file, matrix());
        Map<String, byte[]> entries = Forgery.entries(Files.readAllBytes(file));
        byte[] header = NpyHeader.encode("<i4", 16_000_000);
        byte[] zeros = new byte[header.length + 64_000_000];
        System.arraycopy(header, 0, zeros, 0, header.length);
        entries.put(CsrFile.INDICES, zeros);
        attempt(Forgery.zip(entries), CsrFile::read);
        assertThat(refused).isEqualTo(1);
    }

    /** Right to the last byte: rows without entries compress a thousand times. */
    @Test
    void a_small_archive_of_a_great_many_empty_rows_is_refused() throws IOException {
        int rows = 25_000_000;
        CsrFile.write(file, new CsrMatrix(5, new int[1], new int[0]));
        Map<String, byte[]> entries = Forgery.entries(Files.readAllBytes(file));
        byte[] header = NpyHeader.encode("<i4", rows + 1);
        entries.put(CsrFile.INDPTR, Arrays.copyOf(header, header.length + 4 * (rows + 1)));
        entries.put(CsrFile.SHAPE, shape(rows, 5));
        byte[] bomb = Forgery.zip(entries);
        assertThat(bomb).hasSizeLessThan(200_000);
        attempt(bomb, CsrFile::read);
        assertThat(refused).isEqualTo(1);
    }

    @Test
    void rows_without_entries_are_read_up_to_a_mebibyte_however_they_are_compressed() throws IOException {
        int rows = (1 << 18) - 33; // with the header 2^20 bytes
        CsrFile.write(file, new CsrMatrix(5, new int[rows + 1], new int[0]));
        attempt(Forgery.zip(Forgery.entries(Files.readAllBytes(file))), CsrFile::read);
        assertThat(read).isEqualTo(1);
        CsrFile.write(file, new CsrMatrix(5, new int[rows + 2], new int[0]));
        attempt(Forgery.zip(Forgery.entries(Files.readAllBytes(file))), CsrFile::read);
        assertThat(refused).isEqualTo(1);
    }

    /** The columns take no bytes in the file, and an array of their counts takes 4 for each. */
    @Test
    void a_small_file_of_a_great_many_columns_is_refused() throws IOException {
        for (int columns : new int[] {1_000_000_000, Integer.MAX_VALUE, (1 << 22) + 1}) {
            CsrFile.write(file, new CsrMatrix(columns, new int[] {0, 1}, new int[] {7}));
            attempt(Files.readAllBytes(file), CsrFile::read);
        }
        assertThat(refused).isEqualTo(3);
        CsrFile.write(file, new CsrMatrix(1 << 22, new int[] {0, 1}, new int[] {7}));
        attempt(Files.readAllBytes(file), CsrFile::read);
        assertThat(read).isEqualTo(1);
    }

    private static byte[] shape(long rows, long columns) {
        byte[] header = NpyHeader.encode("<i8", 2);
        return ByteBuffer.allocate(header.length + 16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(header)
                .putLong(rows)
                .putLong(columns)
                .array();
    }

    @Test
    void damaged_item_files_are_read_or_refused() throws IOException {
        long[] ids = new Random(3).longs(40, 1, 100_000).distinct().toArray();
        Map<String, String> titles = new LinkedHashMap<>();
        for (long id : ids) {
            titles.put(String.valueOf(id), id % 3 == 0 ? "The \"Matrix\", " + id : "Amélie (2001)");
        }
        ItemIndex.of(Ids.of(ids), titles, Map.of()).write(file);
        csv(ItemIndex::read);
        Map<String, String> genres = new LinkedHashMap<>();
        titles.keySet().forEach(id -> genres.put(id, "Comedy|\"Noir\", dark|Kom\u00f6die"));
        ItemIndex.of(Ids.of(ids), titles, genres).write(file);
        csv(ItemIndex::read);
    }

    @Test
    void damaged_user_files_are_read_or_refused() throws IOException {
        int userId = 7;
        StringBuilder text = new StringBuilder("part,row,userId\n");
        for (Part part : Part.values()) {
            for (int row = 0; row < 10; row++) {
                text.append(part.label())
                        .append(',')
                        .append(row)
                        .append(',')
                        .append(userId++)
                        .append('\n');
            }
        }
        Files.writeString(file, text);
        csv(UserIndex::read);
    }

    private void csv(Reading reading) throws IOException {
        byte[] sound = Files.readAllBytes(file);
        Mutations mutations = new Mutations(4);
        for (int k = 0; k < Mutations.COUNT; k++) {
            attempt(mutations.mutate(sound), reading);
        }
        assertThat(read).isPositive(); // a letter of a title, say
        assertThat(refused).isGreaterThan(read);
    }

    private void attempt(byte[] bytes, Reading reading) throws IOException {
        Files.write(file, bytes);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            reading.read(file);
            read++;
        } catch (UserError e) {
            refused++;
            assertThat(e).hasMessageStartingWith(file.toString());
            assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}");
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MAX_ALLOCATED_BYTES);
    }

    private static CsrMatrix matrix() {
        return new CsrMatrix(5, new int[] {0, 2, 2, 5}, new int[] {0, 4, 1, 2, 3});
    }
}
