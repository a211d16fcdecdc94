package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class OutputPlaceTest {

    private static void fail(IOException e) throws IOException {
        OutputPlace.making(Path.of("to"), "a directory that can be made", () -> {
            throw e;
        });
    }

    @Test
    void a_place_where_nothing_can_be_made_is_told_with_its_reason() {
        assertThatThrownBy(() -> fail(new NoSuchFileException("/proc/x")))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "to: expected a directory that can be made, found a place where nothing can be made (no such file"
                                + " or directory); choose another one");
        assertThatThrownBy(() -> fail(new AccessDeniedException("/root/x")))
                .hasMessageContaining("where nothing can be made (permission denied);");
        assertThatThrownBy(() -> fail(new FileSystemException("a/b/c", null, "Not a directory")))
                .hasMessageContaining("where nothing can be made (Not a directory);");
    }

    @Test
    void what_is_no_fault_of_the_place_stays_as_it_is() throws IOException {
        IOException full = new FileSystemException("a", null, "No space left on device");
        assertThatThrownBy(() -> fail(full)).isSameAs(full);
        IOException file = new FileAlreadyExistsException("a");
        assertThatThrownBy(() -> fail(file)).isSameAs(file);
        assertThat(OutputPlace.making(Path.of("to"), "a file", () -> 7)).isEqualTo(7);
    }
}
