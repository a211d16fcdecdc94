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
import java.util.stream.Stream;
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
        return output(command);
    }

    /** What zsh prints, with the script loaded as at the prompt of a user without any settings. */
    private static List<String> zsh(String command) throws IOException, InterruptedException {
        Path zsh = Stream.of("/bin/zsh", "/usr/bin/zsh")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(zsh != null, "no zsh");
        return output(List.of(zsh.toString(), "-f", "-c", "source " + print("zsh") + "; " + command));
    }

    private static List<String> output(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("ZDOTDIR", directory.toString()); // for compinit's file
        Process shell = builder.redirectErrorStream(true).start();
        shell.getOutputStream().close();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    @Test
    void bash_accepts_it_and_zsh_gets_it_without_what_changes_other_completions() throws Exception {
        assertThat(bash("-n", script.toString())).isEmpty();
        assertThat(Files.readAllLines(script))
                .startsWith("# In bash: source <(./multvae completion bash)")
                .contains("  setopt COMPLETE_ALIASES", "  alias compopt=complete");
        assertThat(Files.readAllLines(print("zsh")))
                .startsWith("# In zsh: source <(./multvae completion zsh)")
                .noneMatch(line -> line.contains("setopt COMPLETE_ALIASES") || line.contains("alias compopt"));
    }

    @Test
    void zsh_knows_whom_to_ask_and_keeps_its_options() throws Exception {
        assertThat(zsh("echo ${_comps[multvae]}; setopt; alias"))
                .contains("_bash_complete -F _complete_multvae -o default -o filenames")
                .doesNotContain("completealiases", "compopt=complete");
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

    @ParameterizedTest
    @CsvSource({
        "multvae re, recommend report",
        "multvae run --st, --stage",
        "multvae run co, conf cold.conf",
        "multvae recommend --run co, conf cold.conf",
        "multvae completion z, zsh"
    })
    void a_word_that_is_begun_is_completed_in_zsh(String line, String expected) throws Exception {
        Files.createDirectories(directory.resolve("conf"));
        Files.writeString(directory.resolve("cold.conf"), "");
        String[] words = line.split(" ", -1);
        String begun = words[words.length - 1];
        // as _bash_complete of bashcompinit asks at the prompt, where zsh then takes those that begin so
        List<String> candidates = zsh("words=(" + line + "); CURRENT=$#words; COMP_WORDS=($words)"
                + "; COMP_CWORD=$((CURRENT - 1)); COMP_LINE='" + line + "'; compgen -F _complete_multvae -- " + begun);
        assertThat(candidates.stream().filter(candidate -> candidate.startsWith(begun)))
                .containsExactlyInAnyOrder(expected.split(" "));
    }
}
