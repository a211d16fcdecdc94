package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import multvae.training.StopRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of bad-inputs.txt: what a user can get wrong, each with the one line that it gives. */
final class BadInputTest {

    private static final Path TABLE = Path.of("src/test/resources/multvae/cli/bad-inputs.txt");
    private static final String RUN = "run --config DIR/c.conf -Drun.directory=DIR/run ";
    private static final String TINY = RUN + String.join(" ", Program.TINY);
    private static final String OWN = RUN + "-Ddata.ratings=DIR/ratings.csv -Dpreprocess.heldOutUsers=1";

    /**
     * @param kind what is bad: configuration, ratings, archive, artifact or arguments
     * @param input the bad text, or the operations that damage what is on disk
     */
    private record Case(String kind, String input, String line) {
        @Override
        public String toString() {
            return kind + " " + input;
        }
    }

    @TempDir
    private static Path finished;

    @TempDir
    private Path directory;

    private final ErrorLog log = new ErrorLog();

    static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        List<String> lines = Files.readAllLines(TABLE);
        for (int k = 0; k < lines.size(); k++) {
            if (lines.get(k).startsWith("    ")) {
                String[] words = (lines.get(k - 1) + " ").split(" ", 2);
                cases.add(new Case(
                        words[0], words[1].stripTrailing(), lines.get(k).strip()));
            }
        }
        return cases;
    }

    @BeforeAll
    static void finish_a_run() throws IOException {
        Files.writeString(finished.resolve("c.conf"), "");
        assertThat(Commands.execute(new StopRequest(), arguments(TINY, finished)))
                .isZero();
    }

    @AfterEach
    void stop_listening() {
        log.close();
    }

    @Test
    void the_table_is_long_enough() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_bad_input_gives_its_line_and_exit_code_2(Case bad) throws IOException {
        int exitCode = Commands.execute(new StopRequest(), arguments(prepare(bad), directory));
        String line = log.errors()
                .replace(directory.toString(), "DIR")
                .replaceAll("SHA-256 [0-9a-f]{12}", "SHA-256 HASH") // of a model, which differs between machines
                .replaceAll("[0-9,]+ bytes", "N bytes")
                .replaceAll("line [0-9]+, column [0-9]+", "line N, column N");
        assertThat(line).isEqualTo(bad.line());
        assertThat(exitCode).isEqualTo(Failures.USER_ERROR);
    }

    /** Puts the bad input where it belongs, and returns the arguments. */
    private String prepare(Case bad) throws IOException {
        String text = bad.input().translateEscapes();
        Files.writeString(directory.resolve("c.conf"), bad.kind().equals("configuration") ? text : "");
        return switch (bad.kind()) {
            case "configuration" -> RUN;
            case "ratings" -> {
                Files.writeString(directory.resolve("ratings.csv"), text, StandardCharsets.ISO_8859_1);
                yield OWN;
            }
            case "archive" -> {
                int url = text.lastIndexOf(' ');
                damage(directory, text.substring(0, url));
                yield RUN + "-Ddata.dataset=ml-100k -Ddata.archives=DIR/archives -Ddata.url=" + text.substring(url + 1);
            }
            case "artifact" -> {
                copy(finished.resolve("run"), directory.resolve("run"));
                int stage = text.indexOf(' ');
                for (String operation : text.substring(stage + 1).split(" & ", -1)) {
                    damage(directory.resolve("run"), operation);
                }
                yield TINY + " --stage " + text.substring(0, stage);
            }
            case "arguments" -> text;
            default -> throw new IllegalArgumentException(bad.kind());
        };
    }

    private static void damage(Path directory, String operation) throws IOException {
        String[] words = operation.split(" ", -1);
        Path file = directory.resolve(words[words.length == 1 ? 0 : 1]);
        switch (words[0]) {
            case "nothing" -> {}
            case "file" -> {
                delete(file);
                Files.createDirectories(file.getParent());
                Files.writeString(file, "<html>");
            }
            case "directory" -> {
                delete(file);
                Files.createDirectories(file);
            }
            case "delete" -> delete(file);
            case "copy" -> Files.copy(file, directory.resolve(words[2]), StandardCopyOption.REPLACE_EXISTING);
            case "flip" -> {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length - 100] ^= 4;
                Files.write(file, bytes);
            }
            case "cut" -> {
                byte[] bytes = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));
            }
            case "replace" -> {
                String content = Files.readString(file);
                String old = words[2].replace('_', ' ');
                assertThat(content).contains(old);
                Files.writeString(file, content.replace(old, words[3].replace('_', ' ')));
            }
            default -> throw new IllegalArgumentException(operation);
        }
    }

    private static String[] arguments(String arguments, Path directory) {
        return Arrays.stream(arguments.strip().split(" +", -1))
                .map(argument -> argument.replace("DIR", directory.toString()))
                .toArray(String[]::new);
    }

    private static void delete(Path file) throws IOException {
        if (Files.exists(file)) {
            try (Stream<Path> paths = Files.walk(file)) {
                for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
