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
        name = CompletionCommand.NAME,
        description =
                "Prints a script that completes commands and options in bash or zsh: source <(./multvae completion bash)")
final class CompletionCommand implements Callable<Integer> {

    static final String NAME = "completion";

    /** The script is picocli's for bash. In zsh it loads bashcompinit. */
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
        String script = AutoComplete.bash(root.getCommandName(), root);
        (shell == Shell.zsh ? forZsh(script) : script).lines().forEach(Output::line);
        return ExitCode.OK;
    }

    /**
     * Without what changes other completions of the shell: the option keeps aliases of other commands from being completed, and the
     * alias defines completions for "+o" and "default". The script asks for names of files by compopt, which zsh does not have;
     * with the option from the start, zsh ends a directory with a slash, not with a space.
     */
    private static String forZsh(String script) {
        return script.replaceFirst(
                        "(?m)^ *# Make alias a distinct command.*\\R *setopt COMPLETE_ALIASES\\R *alias compopt=complete\\R",
                        "")
                .replaceFirst("(?m)^(complete -F \\S+ -o default) ", "$1 -o filenames ");
    }
}
