package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class GitBlobTest {

    private static String id(String content) throws IOException {
        return GitBlob.id(out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_content_has_the_id_that_git_prints() throws IOException {
        // of git hash-object --stdin
        assertThat(id("")).isEqualTo("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assertThat(id("hello\n")).isEqualTo("ce013625030ba8dba906f756967f9e9ca394464a");
    }

    @Test
    void single_bytes_count_as_arrays_do() throws IOException {
        assertThat(GitBlob.id(out -> {
                    for (char c : "hello\n".toCharArray()) {
                        out.write(c);
                    }
                }))
                .isEqualTo(id("hello\n"));
    }
}
