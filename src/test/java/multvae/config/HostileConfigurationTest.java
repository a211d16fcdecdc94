package multvae.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import multvae.testing.SpecialFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stranger's configuration can do: cost a line. */
@DisabledOnOs(OS.WINDOWS)
final class HostileConfigurationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60); // a hang has no end; a busy machine is slow
    private static final String DATA = "data.dataset = ml-1m\n";
    private static final String SECRET = "hunter2";
    private static final String LEVELS =
            ": expected at most 50 levels of brackets and of names between dots, found more; "
                    + "write it flatter, or a text in quotes";
    private static final String ADDED =
            ": expected substitutions that add at most 65536 characters, found more; write the values themselves";
    private static final String ENDLESS =
            ": expected substitutions that come to an end, found one that leads back to its own key;"
                    + " write the values themselves";
    private static final String ELSEWHERE =
            ": expected an include of a file beside this one or below, found one that is"
                    + " elsewhere; move it here, or trust the configuration with --trust-config";

    @TempDir
    private Path temporary;

    private Path directory;
    private LoadedText text;

    @BeforeEach
    void choose_a_directory() throws IOException {
        directory = Files.createDirectory(temporary.resolve("conf"));
        text = new LoadedText(directory);
    }

    private List<String> problems(String configuration, Map<String, String> overrides) {
        return assertTimeoutPreemptively(PATIENCE, () -> text.problems(configuration, overrides));
    }

    private static String repeated(int times, IntFunction<String> part) {
        return IntStream.range(0, times).mapToObj(part).collect(Collectors.joining());
    }

    static Stream<Arguments> texts() {
        int many = 20_000;
        return Stream.of(
                hostile("nested braces", "a = " + "{a=".repeat(many), LEVELS),
                hostile("nested sections", "a {".repeat(many), LEVELS),
                hostile("nested sections on lines of their own", "a\n{\n".repeat(25) + "b.c.d =\n{".repeat(25), null),
                hostile("nested lists", "a = " + "[".repeat(many) + "]".repeat(many), LEVELS),
                hostile("nested substitutions", "a = " + "${".repeat(many), LEVELS),
                hostile("braces in a substitution", "a = ${" + "{".repeat(many) + "}".repeat(many) + "}", LEVELS),
                hostile("names between dots", "a" + ".a".repeat(many) + " = 1", LEVELS),
                hostile("names between dots without a value", "a" + ".a".repeat(many), LEVELS),
                hostile("names between spaced dots", "a" + " . a".repeat(many) + " = 1", LEVELS),
                hostile("quoted names", "\"a\"" + ".\"a\"".repeat(many) + " = 1", LEVELS),
                hostile("numbers between dots", "1" + ".1".repeat(many) + " = 1", LEVELS),
                hostile("names in a substitution", "a = ${a" + ".a".repeat(many) + "}", LEVELS),
                hostile("dots and braces", ("a" + ".a".repeat(20) + "{").repeat(1_000), LEVELS),
                hostile(
                        "words",
                        "data.archives = " + "a ".repeat(many),
                        ": expected a value of at most 1000 parts, found more; put a text in quotes"),
                hostile(
                        "truths",
                        "data.archives = " + "true".repeat(many),
                        ": expected a value of at most 1000 parts, found more; put a text in quotes"),
                hostile(
                        "lists in a row",
                        "model.pDims = " + "[1] ".repeat(many),
                        ": expected a value of at most 1000 parts, found more; put a text in quotes"),
                hostile(
                        "quotes in a row",
                        "data.archives = " + "\"a\"".repeat(many),
                        ": expected a value of at most 1000 parts, found more; put a text in quotes"),
                hostile(
                        "keys",
                        repeated(many, i -> "a.k" + i + "=1\n"),
                        ":1001: expected at most 1000 keys and sections, found more; remove what is given twice"),
                hostile(
                        "substitutions",
                        "model.pDims = [" + "${train.epochs},".repeat(many / 2) + "]",
                        "x.conf: expected at most 100 substitutions, ${...} in all, found more;"
                                + " write the values themselves"),
                hostile(
                        "an escape with a sign",
                        "data.archives = \"\\u-123\"",
                        ": expected four hexadecimal digits after \\u, found other characters;"
                                + " write \\u00e9, for instance"),
                hostile("a string without an end", "data.archives = \"" + "{".repeat(many), null),
                hostile("a string of lines without an end", "data.archives = \"\"\"" + "{".repeat(many), null),
                hostile("an escape at the end", "data.archives = \"\\", null),
                hostile("a half escape at the end", "data.archives = \"\\u12", null),
                hostile("an empty substitution", "data.archives = ${}", null),
                hostile("a number of many digits", "train.epochs = " + "9".repeat(200_000), null),
                hostile(
                        "a number of many digits in quotes",
                        "train.learningRate = \"" + "9".repeat(200_000) + "\"",
                        null),
                hostile(
                        "a huge exponent",
                        "train.seed = \"1e2147483647\"\ntrain.learningRate = \"1e-2147483646\"",
                        null),
                hostile("a long unknown key", "k".repeat(200_000) + " = 1", null),
                hostile("a long word", "train.schedule.type = \"" + "k".repeat(200_000) + "\"", null),
                hostile("slashes", "data.url = \"http://a" + "/".repeat(200_000) + "b\"\ntrain.epochs = 0", null),
                hostile("colons", "data.jdbc.url = \"//" + ":".repeat(200_000) + "\"", null),
                hostile("many wrong elements", "evaluate.metrics = [" + "x,".repeat(100_000) + "]", null));
    }

    private static Arguments hostile(String what, String configuration, String problem) {
        return Arguments.of(what, configuration, problem);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void a_text_that_a_parser_trips_over_costs_a_line(String what, String configuration, String problem) {
        List<String> problems = problems(DATA + configuration + "\n", Map.of());
        if (problem == null) {
            assertThat(problems).isNotEmpty().hasSizeLessThan(60).allMatch(line -> line.length() < 2_000);
        } else {
            assertThat(problems).singleElement().asString().endsWith(problem).matches("x\\.conf(:\\d+)?: .*");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void so_does_an_option_and_a_grid(String what, String configuration, String problem) {
        String value = "{" + configuration + "}";
        assertThat(problems(DATA, Map.of("train", value))).isNotEmpty().hasSizeLessThan(60);
        String quoted = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        assertThat(problems(DATA + "sweep.grid = [\"train.epochs = " + quoted + "\"]", Map.of()))
                .isNotEmpty()
                .hasSizeLessThan(60);
    }

    @Test
    void what_is_deep_but_not_too_deep_is_only_unknown() {
        String deep = "a {".repeat(49) + "b = 1" + "}".repeat(49);
        assertThat(problems(DATA + deep, Map.of()))
                .singleElement()
                .asString()
                .startsWith("x.conf:2: expected a known key, found a.a.a");
    }

    @Test
    void the_deepest_that_includes_allow_fits_on_a_small_stack() throws InterruptedException {
        for (int file = 0; file < 10; file++) {
            text.write(
                    file + ".conf",
                    "a {".repeat(50) + (file < 9 ? "include \"" + (file + 1) + ".conf\"" : "a=1") + "}".repeat(50));
        }
        assertOnSmallStack("include \"0.conf\"\n" + DATA, ".*a known key.*");
        String chain = repeated(99, i -> "train.a" + i + " = ${train.a" + (i + 1) + "}\n");
        assertOnSmallStack(DATA + chain, ".*a key of the configuration in.*");
    }

    private void assertOnSmallStack(String configuration, String problem) throws InterruptedException {
        List<String> found = new ArrayList<>();
        Thread thread =
                new Thread(null, () -> found.addAll(text.problems(configuration, Map.of())), "small", 512 << 10);
        thread.start();
        thread.join();
        assertThat(found).isNotEmpty().first().asString().matches(problem);
    }

    @Test
    void a_billion_laughs_cost_a_line() {
        String[] key = {
            "train.seed",
            "train.epochs",
            "train.batchSize",
            "train.learningRate",
            "train.clipNorm",
            "train.uiPort",
            "model.weightPenalty",
            "evaluate.batchSize",
            "train.statistics",
            "train.ui"
        };
        String lists = repeated(
                10, i -> key[i] + " = [" + (i == 0 ? "1,".repeat(10) : ("${" + key[i - 1] + "},").repeat(10)) + "]\n");
        assertThat(problems(DATA + lists, Map.of()))
                .singleElement()
                .asString()
                .endsWith(ADDED)
                .startsWith("x.conf:");

        String texts = repeated(
                10, i -> key[i] + " = " + (i == 0 ? "x".repeat(10) : ("${" + key[i - 1] + "}").repeat(10)) + "\n");
        assertThat(problems(DATA + texts, Map.of()))
                .singleElement()
                .asString()
                .endsWith(ADDED)
                .startsWith("x.conf:");

        String objects = repeated(
                10,
                i -> key[i] + " = {"
                        + (i == 0 ? "a = 1" : repeated(10, j -> "k" + j + " = ${" + key[i - 1] + "},"))
                        + "}\n");
        assertThat(problems(DATA + objects, Map.of()))
                .singleElement()
                .asString()
                .endsWith(ADDED)
                .startsWith("x.conf:");
    }

    @Test
    void a_key_that_doubles_itself_costs_a_line() {
        String doubled = "train.seed = 1\n" + "train.seed = ${train.seed}${train.seed}\n".repeat(40);
        assertThat(problems(DATA + doubled, Map.of()))
                .singleElement()
                .asString()
                .startsWith("x.conf:")
                .endsWith(ADDED);
        String appended = "model.pDims = [3]\n" + "model.pDims += 5\n".repeat(20);
        assertThat(text.load(DATA + appended, Map.of()).model().pDims()).hasSize(21);
    }

    /** Typesafe's resolver does not come to an end with these. */
    @Test
    void keys_that_are_made_of_each_other_cost_a_line() {
        String mutual = "train.seed = ${?train.epochs}\ntrain.epochs = ${?train.seed}\n".repeat(20);
        assertThat(problems(DATA + mutual, Map.of()))
                .singleElement()
                .asString()
                .startsWith("x.conf:")
                .endsWith(ENDLESS);
        assertThat(problems(DATA + "train = ${train.anneal}\n", Map.of()))
                .singleElement()
                .asString()
                .startsWith("x.conf:2:")
                .endsWith(ENDLESS);
        assertThat(problems(DATA, Map.of("train.seed", "${train.epochs}", "train.epochs", "${train.seed}")))
                .singleElement()
                .asString()
                .startsWith("-Dtrain.")
                .endsWith(ENDLESS);
    }

    @Test
    void substitutions_as_people_write_them_are_resolved() {
        Settings settings = text.load(
                DATA
                        + "model { pDims = [50, 70], qDims = [70, 50] }\nmodel.qDims = [${train.batchSize}] ${model.qDims}\n"
                        + "model.pDims = ${model.pDims} [${train.batchSize}]\n"
                        + "train { epochs = ${evaluate.recommendations}, anneal { epochs = ${train.epochs} } }\n"
                        + "data.archives = ${data.dataset}\"-\"${train.epochs}",
                Map.of("train.batchSize", "9", "train.seed", "${train.batchSize}${train.batchSize}"));
        assertThat(settings.model().qDims()).containsExactly(9, 70, 50);
        assertThat(settings.model().pDims()).containsExactly(50, 70, 9);
        assertThat(settings.data().archives()).hasToString("ml-1m-20");
        assertThat(settings.train().seed()).isEqualTo(99);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_no_file_is_neither_read_nor_included(SpecialFiles special) throws Exception {
        special.make(directory.resolve("other.conf"));
        assertThat(problems("include \"other.conf\"\n" + DATA, Map.of()))
                .singleElement()
                .asString()
                .startsWith("x.conf:1: expected an include of a file");
        Files.delete(directory.resolve("x.conf"));
        special.make(directory.resolve("x.conf"));
        assertThat(assertTimeoutPreemptively(PATIENCE, () -> text.problemsOfFile()))
                .containsExactly("x.conf: expected a file, found " + special.words()
                        + (special == SpecialFiles.DIRECTORY
                                ? "; name the file in it"
                                : "; copy it into a file first"));
    }

    @Test
    void a_huge_file_is_not_read() throws IOException {
        for (String name : List.of("x.conf", "base.conf")) {
            try (RandomAccessFile sparse =
                    new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
                sparse.setLength(1L << 40);
            }
        }
        String huge = ".conf: expected a file of at most 262,144 bytes, found 1,099,511,627,776 bytes;"
                + " check that it is the file that was meant";
        assertThat(assertTimeoutPreemptively(PATIENCE, () -> text.problemsOfFile()))
                .containsExactly("x" + huge);
        assertThat(problems("include \"base.conf\"", Map.of())).containsExactly("base" + huge);
    }

    @Test
    void files_that_are_small_one_by_one_may_be_too_much_together() {
        text.write("base.conf", "#" + "x".repeat(200_000));
        assertThat(problems("include \"base.conf\"\n".repeat(2), Map.of()))
                .containsExactly("base.conf: expected at most 262144 characters in all, found more;"
                        + " remove what is not needed");
        text.write("base.conf", "");
        assertThat(problems("\ninclude \"base.conf\"".repeat(51), Map.of()))
                .containsExactly("x.conf:2: expected at most 50 included files in all, found more; include fewer");
    }

    @Test
    void a_chain_of_includes_and_a_cycle_cost_a_line() throws IOException {
        for (int file = 0; file < 3_000; file++) {
            text.write(file + ".conf", "\ninclude \"" + (file + 1) + ".conf\"");
        }
        assertThat(problems("include \"0.conf\"", Map.of()))
                .containsExactly("9.conf:2: expected at most 10 files that include each other in turn, found more;"
                        + " include them from one file");
        Files.createSymbolicLink(directory.resolve("link.conf"), directory.resolve("x.conf"));
        assertThat(problems("include \"link.conf\"", Map.of()))
                .containsExactly(
                        "x.conf:1: expected an include of another file, found one of x.conf itself; remove it");
    }

    @Test
    void includes_stay_in_the_directory_unless_the_configuration_is_trusted() throws IOException {
        Path outside = Files.writeString(temporary.resolve("outside.conf"), "train.epochs = 7");
        Files.createSymbolicLink(directory.resolve("link.conf"), outside);
        Files.createDirectory(directory.resolve("sub"));
        Files.createSymbolicLink(directory.resolve("sub/up"), temporary);
        for (String name : List.of(
                outside.toString(), "../outside.conf", "sub/../../outside.conf", "link.conf", "sub/up/outside.conf")) {
            for (String include : List.of("include \"" + name + "\"", "include required(file(\"" + name + "\"))")) {
                assertThat(problems(DATA + include, Map.of())).as(include).containsExactly("x.conf:2" + ELSEWHERE);
                assertThat(text.loadTrusted(DATA + include).train().epochs()).isEqualTo(7);
            }
        }
        text.write("sub/back.conf", "include \"../base.conf\"");
        text.write("base.conf", "");
        assertThat(problems("include \"sub/back.conf\"", Map.of())).containsExactly("sub/back.conf:1" + ELSEWHERE);
        assertThat(problems("include \"a\\u0000b\"", Map.of()))
                .containsExactly(
                        "x.conf: expected an include of a file, found a name that no file can have; correct its name");
    }

    @Test
    void a_link_that_stays_in_the_directory_is_followed() throws IOException {
        Files.createDirectory(directory.resolve("..data"));
        text.write("..data/base.conf", "train.epochs = 7");
        Files.createSymbolicLink(directory.resolve("base.conf"), Path.of("..data/base.conf"));
        assertThat(text.load(DATA + "include \"base.conf\"", Map.of()).train().epochs())
                .isEqualTo(7);
    }

    /** The forms of text that a file of secrets has, each with a word in it. */
    static Stream<String> secrets() {
        return Stream.of(
                "root:$6$" + SECRET + ":19000:0:99999:7:::",
                SECRET,
                "password=" + SECRET,
                SECRET + " = 1",
                "train.epochs = " + SECRET,
                "train.epochs = [" + SECRET,
                "train.schedule.type = " + SECRET,
                "train = " + SECRET,
                "model.pDims = [1, " + SECRET + "]",
                "model.pDims = [1]\nmodel.qDims = [4, 3, 2]",
                "evaluate.metrics = [" + SECRET + "]",
                "evaluate.metrics = [\"ndcg@5\", \"ndcg@5\"]",
                "sweep.grid = [" + SECRET + "]",
                "data.url = " + SECRET,
                "data.jdbc.url = " + SECRET,
                "data.jdbc.passwordVariable = \"" + SECRET + "!\"",
                "data.charset = " + SECRET,
                "a = ${" + SECRET + "}",
                "a = ${?" + SECRET + "}",
                "a = ${train." + SECRET + "}",
                "train.epochs = ${" + SECRET,
                "train.epochs = ${train.seed} {" + SECRET + " = 1}",
                "train.epochs = {a = 1} " + SECRET,
                "train.epochs = \"" + SECRET,
                "train.epochs = \"\\" + SECRET + "\"",
                "\"" + SECRET + "\" : }",
                "include \"" + SECRET + "\"",
                "include file(\"/" + SECRET + "\")",
                "include url(\"" + SECRET + "\")",
                "include classpath(\"" + SECRET + "\")",
                "include " + SECRET,
                SECRET + "..a = 1",
                "modle.inputLayer = " + SECRET);
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void no_error_repeats_a_word_of_an_included_file(String secret) {
        text.write("secret.conf", secret + "\n");
        for (String include : List.of(
                "include \"secret.conf\"",
                "include \"secret.conf\"\ntrain.batchSize = \"x\"${train.epochs}",
                "include \"secret.conf\"\ntrain.batchSize = [1] ${train.epochs}",
                "include \"secret.conf\"\ntrain.batchSize = ${train.schedule.type}",
                "train { include \"secret.conf\" }",
                "train = x { include \"secret.conf\" }",
                "data.jdbc { include \"secret.conf\" }\ntrain.epochs = ${data.jdbc}")) {
            List<String> problems = problems(DATA + include, Map.of("run.directory", "runs/a"));
            assertThat(problems).as(include).isNotEmpty().noneMatch(line -> line.contains(SECRET));
        }
    }

    @Test
    void what_is_wrong_in_an_included_file_is_told_with_file_and_line() {
        text.write("base.conf", "train.epochs = 3\n}");
        assertThat(problems(DATA + "include \"base.conf\"", Map.of()))
                .containsExactly("base.conf:2: expected HOCON, found a mistake; correct it; --trust-config says more");
        text.write("base.conf", "train.epoch = 3\n");
        assertThat(problems(DATA + "include \"base.conf\"", Map.of()))
                .containsExactly("base.conf:1: expected a known key, found another one;"
                        + " see docs/configuration.md for the list of keys");
    }

    @Test
    void a_default_that_is_taken_for_another_key_may_be_wrong_there() {
        String found = "x.conf: train.batchSize: expected a whole number from 1 to 1000000, found \"constant\";"
                + " correct it or leave it out for the default, 500";
        assertThat(problems(DATA + "train.batchSize = ${train.schedule.type}", Map.of()))
                .containsExactly(found);
        assertThat(problems(DATA + "train.anneal.epochs = ${train.batchSize}", Map.of()))
                .containsExactly("x.conf: train.anneal.epochs: expected at most the 200 of train.epochs, found 500;"
                        + " correct it or train.epochs");
    }

    @Test
    void a_trusted_configuration_is_quoted() {
        text.write("base.conf", "train.epochs = many");
        String problem = "base.conf:1: train.epochs: expected a whole number from 1, found ";
        String remedy = "; correct it or leave it out for the default, 200";
        assertThat(problems(DATA + "include \"base.conf\"", Map.of()))
                .containsExactly(problem + "another value" + remedy);
        assertThat(text.problemsIfTrusted(DATA + "include \"base.conf\""))
                .containsExactly(problem + "\"many\"" + remedy);
    }

    @Test
    void a_file_reads_no_environment_variable_unless_it_is_trusted_but_an_option_does() {
        String home = System.getenv("PATH");
        for (String substitution : List.of("${PATH}", "${?PATH}", "x${PATH}", "[${PATH}]", "{a = ${ PATH }}")) {
            assertThat(problems(DATA + "data.archives = " + substitution, Map.of()))
                    .containsExactly(
                            "x.conf:2: expected a key of the configuration in ${...}, found \"PATH\"; write the"
                                    + " value, or let the configuration read environment variables with --trust-config");
        }
        // It is not read either if the file makes its name look like a key.
        assertThat(problems(DATA + "PATH = ${?none}\ndata.archives = ${PATH}", Map.of()))
                .singleElement()
                .asString()
                .doesNotContain(home);
        assertThat(text.loadTrusted(DATA + "data.archives = ${PATH}").data().archives())
                .hasToString(home);
        assertThat(text.load(DATA, Map.of("data.archives", "${PATH}\"/\"${data.dataset}"))
                        .data()
                        .archives())
                .hasToString(home + "/ml-1m");
        // An option's variable is no key that a file could name.
        assertThat(problems(DATA + "train.epochs = ${PATH}", Map.of("data.archives", "${PATH}")))
                .hasSize(1);
    }

    @Test
    void a_grid_and_an_option_include_nothing() {
        text.write("base.conf", "train.epochs = 7");
        for (String include : List.of(
                "include \\\"/etc/hostname\\\"",
                "include url(\\\"http://127.0.0.1:1/\\\")",
                "include file(\\\"x.conf\\\")")) {
            String grid = "sweep.grid = [\"train.epochs = 1] \\n " + include + " #\"]";
            assertThat(problems(DATA + grid, Map.of()))
                    .containsExactly("sweep.grid: expected a value, found an include; write what is in the file");
            assertThat(problems(DATA, Map.of("train", "{ " + include.replace("\\", "") + " }")))
                    .containsExactly("-Dtrain: expected a value, found an include; write what is in the file");
        }
    }

    @Test
    void an_option_of_many_names_costs_a_line() {
        assertThat(problems(DATA, Map.of("train" + ".a".repeat(20_000), "1")))
                .containsExactly("-Dtrain...: expected a known key, found 20001 names between dots; correct it");
    }
}
