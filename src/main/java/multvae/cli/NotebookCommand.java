package multvae.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import multvae.io.AtomicFile;
import multvae.io.UserError;
import multvae.notebook.Notebook;
import multvae.notebook.Transcript;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a notebook and prints it with its output; on request writes that to the Markdown file beside it, or compares them. */
@Command(
        name = "notebook",
        description = "Runs a JShell script cell by cell and prints it as Markdown, with its output.")
final class NotebookCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "SCRIPT", description = "such as notebooks-equivalent/01-prepare-data.jsh")
    private Path script;

    @ArgGroup
    private Mode mode = new Mode();

    private static final class Mode {

        @Option(names = "--write", description = "also write it to the Markdown file beside the script")
        private boolean write;

        @Option(
                names = "--check",
                description = "fail if that file differs from the output; decimals may differ by 0.01 plus 1 %%")
        private boolean check;
    }

    @Override
    public Integer call() throws IOException {
        if (ModuleLayer.boot().findModule("jdk.jshell").isEmpty()) {
            throw new UserError("java", "a JDK, with its jdk.jshell", "a JRE", "install a JDK");
        }
        requireFile(script, "a script", "name one of notebooks-equivalent");
        Path beside = script.resolveSibling(script.getFileName().toString().replaceFirst("\\.jsh$", "") + ".md");
        if (mode.check) {
            requireFile(beside, "what the script should print", "write it with --write");
        }
        String markdown = Notebook.read(script).run(System.out::print);
        if (mode.write) {
            AtomicFile.write(beside, markdown);
        }
        if (mode.check) {
            Optional<String> difference = Transcript.difference(Notebook.text(beside), markdown);
            if (difference.isPresent()) {
                throw new UserError(
                        beside.toString(),
                        "what " + script.getFileName() + " prints",
                        "a difference at " + difference.get(),
                        "check it; --write updates the file");
            }
        }
        return ExitCode.OK;
    }

    private static void requireFile(Path file, String expected, String remedy) {
        if (!Files.isRegularFile(file)) {
            throw new UserError(file.toString(), expected, "no such file", remedy);
        }
    }
}
