package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import multvae.training.StopRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script of completion, in the shell that it is for. */
final class CompletionCommandTest {

    @TempDir
    private static Path directory;

    private static Path script;

    @BeforeAll
    static void print_the_script() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash");
        script = print("bash");
    }

    private static Path print(String shell) throws IOException {
        Path file = directory.resolve(shell);
        PrintStream terminal = System.out;
        try (PrintStream out = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
            System.setOut(out);
            assertThat(Commands.execute(new StopRequest(), "completion", shell)).isZero();
        } finally {
            System.setOut(terminal);
        }
        return file;
    }

    private static List<String> bash(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/bash"));
        command.addAll(List.of(arguments));
        Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    @Test
    void bash_accepts_it_and_zsh_gets_the_same() throws Exception {
        assertThat(bash("-n", script.toString())).isEmpty();
        assertThat(Files.readString(print("zsh")))
                .startsWith("# In zsh: source <(./multvae completion zsh)\n")
                .isEqualTo(Files.readString(script)
                        .replaceFirst("# In bash.*", "# In zsh: source <(./multvae completion zsh)"));
    }

    @ParameterizedTest
    @CsvSource({
        "multvae ins, inspect",
        "multvae ev, evaluate",
        "multvae run --st, --stage",
        "multvae recommend --in, --include-seen",
        "multvae completion z, zsh"
    })
    void a_word_that_is_begun_is_completed(String line, String expected) throws Exception {
        String[] words = line.split(" ", -1);
        // compopt, which it calls too, complains outside of a prompt
        String complete = "source " + script + "; COMP_WORDS=(" + line + "); COMP_CWORD=" + (words.length - 1)
                + "; _complete_multvae 2> /dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"";
        assertThat(bash("-c", complete)).containsExactly(expected);
    }
}
