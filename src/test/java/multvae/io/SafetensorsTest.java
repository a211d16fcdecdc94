package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.io.SafetensorsReader.Tensor;
import multvae.testing.Mutations;
import multvae.testing.Tensors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SafetensorsTest {

    private static final String REMEDY = "train again";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void choose_a_file() {
        file = directory.resolve("tensors.safetensors");
    }

    private SafetensorsReader open(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        return SafetensorsReader.open(file, REMEDY);
    }

    private void assertRefused(byte[] bytes, String message) throws IOException {
        Files.write(file, bytes);
        assertThatThrownBy(() -> SafetensorsReader.open(file, REMEDY).close())
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": expected " + message + "; " + REMEDY);
    }

    private static SortedMap<String, Safetensors.Values> twoTensors() {
        SortedMap<String, Safetensors.Values> tensors = new TreeMap<>();
        tensors.put("b", new Safetensors.Values(List.of(2, 1), FloatBuffer.wrap(new float[] {1.5f, -2})));
        tensors.put("a", new Safetensors.Values(List.of(3), FloatBuffer.wrap(new float[] {0.25f, 0, 3})));
        return tensors;
    }

    /** The same bytes as the Python library safetensors 0.8.0 writes: the data begins at a multiple of 8 bytes. */
    @Test
    void a_file_has_the_bytes_that_the_format_describes() throws IOException {
        Safetensors.write(file, new TreeMap<>(Map.of("key", "value")), twoTensors());
        String header = "{\"__metadata__\":{\"key\":\"value\"},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[12,20]}}";
        String padded = header + " ".repeat((8 - header.length() % 8) % 8);
        assertThat(padded.length() % 8).isZero();
        assertThat(Files.readAllBytes(file)).isEqualTo(Tensors.file(padded, 0.25f, 0, 3, 1.5f, -2));
        // 1.5 is 0x3FC00000, its least significant byte first
        assertThat(Files.readAllBytes(file)).containsSequence(0x00, 0x00, 0xC0, 0x3F);
        assertThat(directory).isDirectoryContaining(path -> path.equals(file));
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    void tensors_are_read_in_the_order_of_their_data_whatever_the_headers() throws IOException {
        String header =
                """
                { "second": {"shape": [], "data_offsets": [8, 12], "dtype": "F32"},
                  "empty": {"dtype": "F32", "shape": [0, 7], "data_offsets": [8, 8]},
                  "first": {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]}}""";
        try (SafetensorsReader tensors = open(Tensors.file(header, 1, 2, 3))) {
            assertThat(tensors.metadata()).isEmpty();
            assertThat(tensors.tensors())
                    .containsExactly(
                            new Tensor("first", "F32", List.of(1, 2), 2),
                            new Tensor("empty", "F32", List.of(0, 7), 0),
                            new Tensor("second", "F32", List.of(), 1));
            float[] values = new float[2];
            tensors.read(values, 0, 2);
            assertThat(values).containsExactly(1, 2);
            assertThatThrownBy(() -> tensors.read(values, 0, 2)).isInstanceOf(IllegalStateException.class);
            tensors.read(values, 0, 1);
            assertThat(values).containsExactly(3, 2);
            assertThat(tensors.hash()).isEqualTo(FileHash.of(file));
        }
    }

    /** More than the reader's and the writer's buffers hold. */
    @Test
    void long_tensors_come_back_in_stretches_of_any_length() throws IOException {
        float[] values = new float[700_001];
        for (int k = 0; k < values.length; k++) {
            values[k] = 0.5f * k;
        }
        SortedMap<String, Safetensors.Values> written = twoTensors();
        written.put("long", new Safetensors.Values(List.of(values.length), FloatBuffer.wrap(values)));
        Safetensors.write(file, new TreeMap<>(), written);
        try (SafetensorsReader tensors = SafetensorsReader.open(file, REMEDY)) {
            assertThat(tensors.tensors()).extracting(Tensor::name).containsExactly("a", "b", "long");
            tensors.read(new float[3], 0, 3);
            tensors.read(new float[2], 0, 1);
            tensors.read(new float[2], 0, 1);
            float[] read = new float[values.length];
            float[] stretch = new float[99_991];
            for (int at = 0; at < read.length; at += stretch.length) {
                int count = Math.min(stretch.length, read.length - at);
                tensors.read(stretch, 0, count);
                System.arraycopy(stretch, 0, read, at, count);
            }
            assertThat(Arrays.equals(read, values)).isTrue();
            assertThat(tensors.hash()).isEqualTo(FileHash.of(file));
        }
    }

    /** Where an application's archive is, nothing can be written: a container's file system is read-only. */
    @Test
    void a_file_in_an_archive_is_read_without_a_copy_beside_the_archive() throws IOException {
        Path archive = directory.resolve("model.zip");
        try (FileSystem files = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
            Files.write(files.getPath("/weights"), Tensors.file(header, 1, -2));
        }
        try (FileSystem files = FileSystems.newFileSystem(archive);
                SafetensorsReader tensors = SafetensorsReader.open(files.getPath("/weights"), REMEDY)) {
            assertThat(directory.toFile().list()).containsExactly("model.zip");
            float[] values = new float[2];
            tensors.read(values, 0, 2);
            assertThat(values).containsExactly(1, -2);
        }
    }

    @Test
    void a_buffer_with_other_values_around_the_tensors_is_written_from_its_position() throws IOException {
        FloatBuffer values = FloatBuffer.wrap(new float[] {9, 1, 2, 9});
        values.position(1).limit(3);
        Safetensors.write(
                file, new TreeMap<>(), new TreeMap<>(Map.of("a", new Safetensors.Values(List.of(2), values))));
        assertThat(values.position()).isEqualTo(1);
        try (SafetensorsReader tensors = SafetensorsReader.open(file, REMEDY)) {
            float[] read = new float[2];
            tensors.read(read, 0, 2);
            assertThat(read).containsExactly(1, 2);
        }
        assertThatThrownBy(() -> new Safetensors.Values(List.of(3), values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 values for the shape [3]");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void a_value_that_is_not_finite_is_refused_with_its_tensor(float value) throws IOException {
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[4,16]}}";
        try (SafetensorsReader tensors =
                open(Tensors.file(header, Float.MAX_VALUE, Float.MIN_VALUE, -Float.MAX_VALUE, value))) {
            float[] values = new float[2];
            tensors.read(values, 0, 1);
            tensors.read(values, 0, 2);
            assertThatThrownBy(() -> tensors.read(values, 0, 1))
                    .isInstanceOf(UserError.class)
                    .hasMessage(file + ": expected a tensor \"b\" of finite values, found " + value + " at element 2; "
                            + REMEDY);
        }
    }

    @Test
    void a_length_that_the_file_does_not_have_is_refused() throws IOException {
        assertRefused(new byte[0], "a file of tensors, safetensors, found 0 bytes");
        assertRefused(new byte[7], "a file of tensors, safetensors, found 7 bytes");
        byte[] sound = Tensors.file("{}");
        for (long length : new long[] {3, 1L << 40, Long.MAX_VALUE, -1}) {
            ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
            assertRefused(sound, "a header of at most 2 bytes, found " + Long.toUnsignedString(length));
        }
        byte[] large = Tensors.file("{" + " ".repeat(1 << 18) + "}");
        assertRefused(large, "a header of at most 262144 bytes, found 262146");
    }

    @Test
    void a_file_that_is_missing_and_a_directory_are_refused() {
        for (Path path : List.of(file, directory)) {
            assertThatThrownBy(() -> SafetensorsReader.open(path, REMEDY).close())
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith(path + ": expected a ");
        }
    }

    @Test
    void a_header_that_is_no_json_object_is_refused() throws IOException {
        assertRefused(Tensors.file(""), "a header in JSON, one object, found something else");
        assertRefused(Tensors.file(" {}"), "a header in JSON, one object, found something else");
        assertRefused(Tensors.file("[]"), "a header in JSON, one object, found something else");
        byte[] latin = Tensors.file("{\"a\":1}");
        latin[10] = (byte) 0xE4;
        assertRefused(latin, "a header in UTF-8, found other bytes");
        for (String header : List.of("{", "{} {}", "{\"a\":1,\"a\":1}", "{a:1}", "{" + "\"a\":[".repeat(2000))) {
            Files.write(file, Tensors.file(header));
            assertThatThrownBy(() -> SafetensorsReader.open(file, REMEDY).close())
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith(file + ": expected a header in JSON, found ")
                    .message()
                    .doesNotContain("\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'__metadata__':[]} | metadata, an object of texts, found something else",
                "{'__metadata__':{'a':1}} | metadata, an object of texts, found something else under 'a'",
                "{'t':1} | a tensor 't' with dtype, shape and data_offsets, found other fields",
                "{'t':{'dtype':'F32','shape':[2]}} | a tensor 't' with dtype, shape and data_offsets, found other fields",
                "{'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'x':1}} | a tensor 't' with dtype, shape and "
                        + "data_offsets, found other fields",
                "{'t':{'dtype':'BF16','shape':[2],'data_offsets':[0,4]}} | a tensor 't' of dtype F32 or I32, found 'BF16'",
                "{'t':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | a tensor 't' with whole numbers from 0, "
                        + "found '-2'",
                "{'t':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} | a tensor 't' with whole numbers from 0, "
                        + "found '2.0'",
                "{'t':{'dtype':'F32','shape':[2],'data_offsets':[0,99999999999999999999]}} | a tensor 't' with whole "
                        + "numbers from 0, found '99999999999999999999'",
                "{'t':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}} | a tensor 't' with whole numbers from 0, "
                        + "found '2'",
                "{'t':{'dtype':'F32','shape':[2],'data_offsets':[0,4,8]}} | a tensor 't' of at most 8 dimensions, with "
                        + "two offsets, found 1 dimensions, 3 offsets",
                "{'t':{'dtype':'F32','shape':[1,1,1,1,1,1,1,1,1],'data_offsets':[0,4]}} | a tensor 't' of at most 8 "
                        + "dimensions, with two offsets, found 9 dimensions, 2 offsets",
                "{'t':{'dtype':'F32','shape':[2147483647,2147483647,2147483647],'data_offsets':[0,8]}} | a tensor 't' "
                        + "that fits into a file of 101 bytes, found the shape [2147483647, 2147483647, 2147483647]",
                "{'t':{'dtype':'F32','shape':[65536,32768],'data_offsets':[0,8589934592]}} | a tensor 't' that fits "
                        + "into a file of 89 bytes, found the shape [65536, 32768]",
                "{'t':{'dtype':'F32','shape':[3000000000],'data_offsets':[0,8]}} | a tensor 't' that fits into "
                        + "a file of 79 bytes, found the shape [3000000000]",
                "{'t':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | a tensor 't' of 12 bytes, as its shape [3] "
                        + "has, found offsets from 0 to 8",
                "{'t':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | a tensor 't' of 8 bytes, as its shape [2] "
                        + "has, found offsets from 8 to 0",
                "{'t':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | a tensor 't' at byte 0 of the data, without "
                        + "gap or overlap, found byte 4",
                "{'t':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'u':{'dtype':'F32','shape':[2],"
                        + "'data_offsets':[0,8]}} | a tensor 'u' at byte 4 of the data, without gap or overlap, found "
                        + "byte 0",
                "{'t':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4 bytes of data, as the header says, found 8",
                "{'t':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} | 12 bytes of data, as the header says, found 8",
                "{} | 0 bytes of data, as the header says, found 8"
            })
    void a_forged_header_is_refused(String header, String message) throws IOException {
        assertRefused(Tensors.file(header.replace('\'', '"'), 1, 2), message.replace('\'', '"'));
    }

    @Test
    void too_many_tensors_are_refused() throws IOException {
        List<String> tensors = new ArrayList<>();
        for (int k = 0; k <= 1000; k++) {
            tensors.add("\"t" + k + "\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }
        String header = "{" + String.join(",", tensors) + "}";
        assertRefused(Tensors.file(header), "at most 1000 tensors, found 1001");
    }

    @Test
    void a_damaged_file_is_read_or_refused_in_one_line() throws IOException {
        Safetensors.write(file, new TreeMap<>(Map.of("key", "value")), twoTensors());
        byte[] sound = Files.readAllBytes(file);
        Mutations mutations = new Mutations(21);
        int refused = 0;
        for (int k = 0; k < Mutations.COUNT; k++) {
            byte[] mutated = mutations.mutate(sound);
            Throwable thrown = catchThrowable(() -> {
                try (SafetensorsReader tensors = open(mutated)) {
                    for (Tensor tensor : tensors.tensors()) {
                        int count = (int) tensor.count();
                        tensors.read(new float[count], 0, count);
                    }
                    assertThat(tensors.hash()).isEqualTo(FileHash.of(file));
                }
            });
            if (thrown != null) {
                refused++;
                assertThat(thrown)
                        .as(new String(mutated, StandardCharsets.ISO_8859_1))
                        .isInstanceOf(UserError.class)
                        .message()
                        .startsWith(file + ": expected ")
                        .doesNotContain("\n");
            }
        }
        assertThat(refused).isGreaterThan(Mutations.COUNT / 2);
    }

    @Test
    void a_directory_that_is_missing_is_told_when_writing() {
        Path nowhere = directory.resolve("none/tensors.safetensors");
        assertThatThrownBy(() -> Safetensors.write(nowhere, new TreeMap<>(), new TreeMap<>()))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(nowhere + ": expected a writable file");
    }

    /** The file has a hole, which takes no room on the disk. */
    @Test
    @EnabledIfSystemProperty(
            named = "multvae.thorough",
            matches = "true",
            disabledReason = "reads 8.6 GB: -Dmultvae.thorough=true or -Pthorough")
    void a_tensor_may_have_more_elements_than_an_array() throws IOException {
        long count = 3 * 715_827_884L;
        assertThat(count).isGreaterThan(1L << 31);
        byte[] header = Tensors.file(
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[3,715827884],\"data_offsets\":[0," + 4 * count + "]}}");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(header);
            sparse.setLength(header.length + 4 * count);
            sparse.seek(header.length + 4 * (count - 1));
            sparse.writeInt(Integer.reverseBytes(Float.floatToIntBits(2.5f)));
        }
        float[] part = new float[1 << 20];
        try (SafetensorsReader tensors = SafetensorsReader.open(file, REMEDY)) {
            assertThat(tensors.tensors().get(0).count()).isEqualTo(count);
            for (long at = 0; at < count; at += part.length) {
                tensors.read(part, 0, (int) Math.min(part.length, count - at));
            }
            assertThat(part[(int) ((count - 1) % part.length)]).isEqualTo(2.5f);
            assertThat(tensors.hash().bytes()).isEqualTo(header.length + 4 * count);
        }
    }
}
