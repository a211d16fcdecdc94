package multvae.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that completes commands and options at a shell's prompt. */
@Command(
        name = "completion",
        description =
                "Prints a script that completes commands and options in bash or zsh: source <(./multvae completion bash)")
final class CompletionCommand implements Callable<Integer> {

    /** Only the first line of the script differs. In zsh the script loads bashcompinit. */
    enum Shell {
        bash,
        zsh
    }

    @Parameters(paramLabel = "bash|zsh", description = "the shell")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        Output.line("# In " + shell + ": source <(./multvae completion " + shell + ")");
        AutoComplete.bash(root.getCommandName(), root).lines().forEach(Output::line);
        return ExitCode.OK;
    }
}
