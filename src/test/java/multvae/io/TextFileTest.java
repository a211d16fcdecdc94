package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextFileTest {

    @TempDir
    private Path directory;

    private Path gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return Files.write(directory.resolve("table.csv"), bytes.toByteArray());
    }

    /** A stranger's bundle could grow a thousandfold otherwise, after its files' sizes have been looked at. */
    @Test
    void only_a_users_own_table_is_unpacked() throws IOException {
        Path file = gzip("user,item\n1,2\n");
        try (TextFile text = TextFile.openTable(file, StandardCharsets.UTF_8, 100)) {
            char[] begin = new char[4];
            assertThat(text.read(begin)).isEqualTo(4);
            assertThat(begin).isEqualTo("user".toCharArray());
        }
        assertThatThrownBy(() -> CsvRecords.read(file, List.of("user", "item"), "make it again", (row, where) -> {}))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("table.csv:1: expected the header user,item");
    }
}
