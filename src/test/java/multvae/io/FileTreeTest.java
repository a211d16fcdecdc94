package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileTreeTest {

    @TempDir
    private Path root;

    @Test
    void all_below_is_deleted_and_what_links_lead_to_is_left() throws IOException {
        Path other = Files.createDirectories(root.resolve("other"));
        Files.writeString(other.resolve("kept"), "");
        Path tree = root.resolve("tree");
        Files.createDirectories(tree.resolve("a/b"));
        Files.writeString(tree.resolve("a/file"), "");
        Files.createSymbolicLink(tree.resolve("a/b/link"), other);
        Files.createSymbolicLink(tree.resolve("broken"), root.resolve("nothing"));
        FileTree.delete(tree);
        assertThat(tree).doesNotExist();
        assertThat(other.resolve("kept")).exists();
    }

    @Test
    void a_link_itself_is_deleted_and_nothing_is_deleted_where_nothing_is() throws IOException {
        Path other = Files.createDirectories(root.resolve("other"));
        Path link = Files.createSymbolicLink(root.resolve("link"), other);
        FileTree.delete(link);
        FileTree.delete(root.resolve("nothing"));
        assertThat(link).doesNotExist();
        assertThat(other).exists();
    }
}
