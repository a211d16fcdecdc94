package multvae.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The project's notebooks against the program's classes, without their minutes of running. */
final class NotebooksTest {

    private static final Path NOTEBOOKS = Path.of("notebooks-equivalent");

    @TempDir
    private Path classes;

    private static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(NOTEBOOKS)) {
            return files.filter(file -> file.toString().endsWith(".jsh"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void every_line_compiles(Path script) throws IOException {
        StringWriter errors = new StringWriter();
        boolean compiles = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        errors,
                        null,
                        null,
                        List.of("-d", classes.toString(), "-proc:none"),
                        null,
                        List.of(asClass(script)))
                .call();

        assertThat(compiles).as(errors.toString()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void its_markdown_shows_the_code_that_the_script_has(Path script) throws IOException {
        String markdown = Files.readString(Path.of(script.toString().replaceFirst("jsh$", "md")));

        assertThat(Cell.read(script)).allSatisfy(cell -> assertThat(markdown)
                .contains(cell.markdown("").strip()));
    }

    /** The cells' statements as the body of one method, where they share their variables as they do in JShell. */
    private static JavaFileObject asClass(Path script) throws IOException {
        List<String> lines =
                Cell.read(script).stream().flatMap(cell -> cell.code().lines()).toList();
        String source = lines.stream().filter(NotebooksTest::isImport).collect(Collectors.joining("\n"))
                + "\nfinal class Script { static void run() throws Exception {\n"
                + lines.stream().filter(line -> !isImport(line)).collect(Collectors.joining("\n"))
                + "\n} }\n";
        return new SimpleJavaFileObject(URI.create("string:///Script.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }

    private static boolean isImport(String line) {
        return line.startsWith("import ");
    }
}
