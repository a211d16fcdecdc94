package multvae.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Git, if this machine has it. */
public final class Git {

    private Git() {}

    /** The id that git gives to a file's bytes. The test that calls it is skipped if there is no git. */
    public static String hashObject(Path file) throws InterruptedException {
        try {
            Process process = new ProcessBuilder("git", "hash-object", "--no-filters", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output.strip();
        } catch (IOException e) {
            return abort("there is no git: " + e.getMessage());
        }
    }
}
