package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {

    @TempDir
    private Path root;

    @Test
    void a_durable_write_replaces_the_file_and_leaves_nothing_beside_it() throws IOException {
        Path file = root.resolve("resolved.conf");
        Files.writeString(root.resolve("resolved.conf.new"), "what a kill left");
        AtomicFile.write(file, "one");
        AtomicFile.write(file, "two");
        assertThat(file).hasContent("two");
        assertThat(root).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void a_link_where_the_new_content_goes_is_not_written_through() throws IOException {
        Path victim = Files.writeString(root.resolve("victim"), "somebody's");
        Path link = root.resolve("resolved.conf.new");
        Files.createSymbolicLink(link, victim);
        AtomicFile.write(root.resolve("resolved.conf"), "one");
        Files.createSymbolicLink(link, victim);
        AtomicFile.write(root.resolve("resolved.conf"), file -> Files.writeString(file, "two"));
        assertThat(root.resolve("resolved.conf")).hasContent("two").isRegularFile();
        assertThat(victim).hasContent("somebody's");
        assertThat(link).doesNotExist();
    }
}
