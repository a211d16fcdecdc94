package multvae.notebook;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import multvae.io.TextFile;
import multvae.io.UserError;
import org.apache.commons.lang3.StringUtils;

/** A JShell script, run in this process with the program's own classes. */
public final class Notebook {

    private static final int LONGEST_QUOTE = 200;
    private static final int MAX_BYTES = 1 << 24;

    private final Path script;
    private final List<Cell> cells;

    private Notebook(Path script, List<Cell> cells) {
        this.script = script;
        this.cells = cells;
    }

    /**
     * Reads a script.
     *
     * @throws UserError as {@link #text}
     */
    public static Notebook read(Path script) {
        return new Notebook(script, Cell.read(script));
    }

    /**
     * All of a script, or of the Markdown that it prints.
     *
     * @throws UserError if the file cannot be read, or is not in UTF-8
     */
    public static String text(Path file) {
        try {
            return TextFile.read(file, MAX_BYTES);
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
    }

    /**
     * Runs the cells. What they print goes into the result only.
     *
     * @param progress is given each cell, as Markdown, once it has run
     * @return all cells, as Markdown
     * @throws UserError if a cell does not compile, or throws
     */
    public String run(Consumer<String> progress) {
        ClassLoader context = Thread.currentThread().getContextClassLoader(); // JShell sets another
        PrintStream terminal = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        StringBuilder all = new StringBuilder();
        try (JShell shell = JShell.builder().executionEngine("local").build();
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            classPath().forEach(shell::addToClasspath);
            for (Cell cell : cells) {
                System.setOut(out);
                try {
                    run(shell, cell);
                } finally {
                    System.setOut(terminal);
                }
                String markdown = cell.markdown(printed.toString(StandardCharsets.UTF_8));
                printed.reset();
                progress.accept(markdown);
                all.append(markdown);
            }
        } finally {
            Thread.currentThread().setContextClassLoader(context);
        }
        return all.toString().stripTrailing() + "\n";
    }

    private void run(JShell shell, Cell cell) {
        String rest = cell.code();
        while (!rest.isBlank()) {
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            if (next.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
                return; // comments
            }
            String source = next.source() == null ? rest : next.source();
            for (SnippetEvent event : shell.eval(source)) {
                check(shell, event, cell, source);
            }
            rest = next.source() == null ? "" : next.remaining();
        }
    }

    private void check(JShell shell, SnippetEvent event, Cell cell, String source) {
        if (event.status() == Snippet.Status.REJECTED) {
            throw mistake(
                    cell,
                    shell.diagnostics(event.snippet())
                                    .map(problem -> problem.getMessage(Locale.ROOT))
                                    .findFirst()
                                    .orElse("no valid code")
                            + " in " + source);
        }
        if (event.exception() instanceof EvalException thrown) {
            throw mistake(cell, thrown.getExceptionClassName() + ": " + thrown.getMessage());
        }
        if (event.exception() != null) {
            throw mistake(cell, event.exception() + " in " + source);
        }
    }

    private UserError mistake(Cell cell, String found) {
        return new UserError(
                script + ", the cell at line " + cell.line(),
                "code that runs",
                StringUtils.abbreviate(StringUtils.normalizeSpace(found), LONGEST_QUOTE),
                "fix it, or first run the notebooks that come before this one");
    }

    /** The program's own class path, which Maven's exec:java has in a class loader of its own. */
    private static List<String> classPath() {
        if (!(Notebook.class.getClassLoader() instanceof URLClassLoader loader)) {
            return List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        }
        List<String> paths = new ArrayList<>();
        for (URL url : loader.getURLs()) {
            try {
                paths.add(Path.of(url.toURI()).toString());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
        return paths;
    }
}
