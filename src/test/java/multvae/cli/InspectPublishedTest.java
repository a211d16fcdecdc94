package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import multvae.testing.Git;
import multvae.testing.Python;
import multvae.training.StopRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code inspect RUN preprocess --published}. Git itself is the judge of the files that liang_split.py writes. */
final class InspectPublishedTest {

    private static final List<String> FILES = List.of(
            "train.csv", "validation_tr.csv", "validation_te.csv", "test_tr.csv", "test_te.csv", "unique_sid.txt");

    private static final String[] SAMPLE = {"-Ddata.dataset=ml-latest-small", "-Dpreprocess.heldOutUsers=100"};

    @TempDir
    private static Path shared;

    private static Path sample;

    @TempDir
    private Path directory;

    private final ErrorLog log = new ErrorLog();

    private record Printed(int exitCode, List<String> lines) {}

    @BeforeAll
    static void split_the_sample() throws IOException {
        sample = shared.resolve("run");
        preprocess(sample, SAMPLE);
    }

    @AfterEach
    void stop_listening() {
        log.close();
    }

    /** Fetches and preprocesses into a run's directory. */
    private static void preprocess(Path run, String... settings) throws IOException {
        Path config = Files.writeString(run.resolveSibling("empty.conf"), "");
        List<String> arguments = new ArrayList<>(List.of("run", "--config", config.toString()));
        arguments.addAll(List.of("--stage", "fetch,preprocess", "-Drun.directory=" + run));
        Collections.addAll(arguments, settings);
        assertThat(Commands.execute(new StopRequest(), arguments.toArray(String[]::new)))
                .isZero();
    }

    private static Printed published(Path run, String... more) {
        PrintStream terminal = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            String[] arguments = Stream.concat(
                            Stream.of("inspect", run.toString(), "preprocess", "--published"), Stream.of(more))
                    .toArray(String[]::new);
            int exitCode = Commands.execute(new StopRequest(), arguments);
            return new Printed(
                    exitCode, printed.toString(StandardCharsets.UTF_8).lines().toList());
        } finally {
            System.setOut(terminal);
        }
    }

    /** What the command should print of the six files: those that liang_split.py writes, as git names them. */
    private List<String> judged(Path ratings, String... options) throws InterruptedException {
        Path out = directory.resolve("pro_sg");
        List<String> arguments =
                new ArrayList<>(List.of("src/test/python/liang_split.py", ratings.toString(), out.toString()));
        Collections.addAll(arguments, options);
        assertThat(Python.run("numpy", arguments.toArray(String[]::new))).startsWith("events ");
        List<String> lines = new ArrayList<>();
        for (String file : FILES) {
            lines.add("  " + file + " ".repeat(19 - file.length()) + Git.hashObject(out.resolve(file)));
        }
        return lines;
    }

    private Path shuffled() throws IOException {
        List<String> rows = Files.readAllLines(sample.resolve("fetch/ratings.csv"));
        Collections.shuffle(rows.subList(1, rows.size()), new Random(7));
        return Files.write(directory.resolve("shuffled.csv"), rows);
    }

    @Test
    void the_samples_files_have_the_ids_that_git_gives_to_the_notebooks_files() throws Exception {
        Printed printed = published(sample);
        assertThat(printed.exitCode()).isZero();
        assertThat(printed.lines().subList(1, 7))
                .isEqualTo(judged(sample.resolve("fetch/ratings.csv"), "--heldout", "100"));
    }

    @Test
    void ratings_that_are_not_sorted_by_user_keep_the_notebooks_order() throws Exception {
        Path ratings = shuffled();
        Path run = directory.resolve("run");
        preprocess(run, "-Ddata.ratings=" + ratings, "-Dpreprocess.heldOutUsers=60", "-Dpreprocess.splitSeed=4");
        assertThat(published(run).lines().subList(1, 7))
                .isEqualTo(judged(ratings, "--heldout", "60", "--seed", "4"))
                .doesNotContainAnyElementsOf(published(sample).lines());
    }

    @Test
    void movielens_1m_has_the_ids_that_git_gives_to_the_notebooks_files() throws Exception {
        String data = System.getProperty("movielens.1m", "");
        assumeTrue(!data.isBlank(), "set -Dmovielens.1m to the directory of MovieLens 1M's ratings.dat");
        Path ratings = Path.of(data, "ratings.dat");
        Path run = directory.resolve("run");
        preprocess(run, "-Ddata.dataset=ml-1m", "-Ddata.ratings=" + ratings, "-Dpreprocess.heldOutUsers=600");
        assertThat(published(run).lines().subList(1, 7))
                .isEqualTo(judged(ratings, "--heldout", "600", "--sep", "::", "--no-header"));
    }

    @Test
    void of_other_data_nothing_is_published_to_compare_with() throws IOException {
        assertThat(published(sample).lines())
                .hasSize(8)
                .last()
                .isEqualTo("nothing is published to compare with: data.dataset is ml-latest-small, not ml-20m;"
                        + " preprocess.heldOutUsers is 100, not 10000");

        Printed json = published(sample, "--json");
        JsonNode data = new ObjectMapper().readTree(String.join("\n", json.lines()));
        assertThat(json.exitCode()).isZero();
        assertThat(data.get("files").findValuesAsText("file")).isEqualTo(FILES);
        assertThat(data.get("files").findValuesAsText("gitBlob")).allMatch(id -> id.matches("[0-9a-f]{40}"));
        assertThat(data.get("files").get(0).get("published").isNull()).isTrue();
        assertThat(data.get("different")).isEmpty();
        assertThat(data.get("incomparable")).hasSize(2);
    }

    /** As many users and items as MovieLens 20M has, read as it, but other ratings. */
    @Test
    void files_that_should_be_the_published_ones_and_are_not_end_with_2() throws IOException {
        Path ratings = directory.resolve("ratings.csv");
        try (BufferedWriter out = Files.newBufferedWriter(ratings)) {
            out.write("userId,movieId,rating\n");
            for (int k = 0; k < 5 * 136_677; k++) {
                out.write((1 + k / 5) + "," + (1 + k % 20_108) + ",4\n");
            }
        }
        Path run = directory.resolve("run");
        preprocess(run, "-Ddata.dataset=ml-20m", "-Ddata.ratings=" + ratings);
        Printed printed = published(run);
        assertThat(printed.exitCode()).isEqualTo(2);
        assertThat(printed.lines().get(1))
                .startsWith("  train.csv ")
                .endsWith("  differs, published is f34423346c487fc7ec0e1d5612ef3042e26b0262");
        assertThat(printed.lines()).last().isEqualTo("this is not the published split");
        assertError(run.resolve("preprocess") + ": expected the published files, found another "
                + String.join(", ", FILES) + "; see \"When a number differs\" in docs/reproducing-the-paper.md");
    }

    @Test
    void ratings_that_have_changed_or_are_gone_are_one_line() throws IOException {
        Path ratings = shuffled();
        Path run = directory.resolve("run");
        preprocess(run, "-Ddata.ratings=" + ratings, "-Dpreprocess.heldOutUsers=60");
        List<String> rows = Files.readAllLines(ratings);
        Collections.swap(rows, 1, 2);
        Files.write(ratings, rows);
        assertThat(published(run)).isEqualTo(new Printed(2, List.of()));
        assertError("\\Q" + ratings + "\\E: expected what preprocess has read, [\\d,]+ bytes of SHA-256 \\w{12}, found"
                + " [\\d,]+ bytes of SHA-256 \\w{12}; bring that back, or run preprocess again with what there is");

        Files.delete(ratings);
        assertThat(published(run)).isEqualTo(new Printed(2, List.of()));
        assertError("\\Q" + ratings + "\\E: expected what preprocess has read, [\\d,]+ bytes of SHA-256 \\w{12}, found"
                + " nothing; bring that back, or run preprocess again with what there is");
    }

    @Test
    void ratings_in_several_files_count_as_one() throws IOException {
        List<String> rows = Files.readAllLines(sample.resolve("fetch/ratings.csv"));
        Path parts = Files.createDirectory(directory.resolve("ratings"));
        int half = rows.size() / 2;
        List<String> second = new ArrayList<>(rows.subList(half, rows.size()));
        second.add(0, rows.get(0));
        Files.write(parts.resolve("a.csv"), rows.subList(0, half));
        Files.write(parts.resolve("b.csv"), second);
        Path run = directory.resolve("run");
        preprocess(run, "-Ddata.ratings=" + parts, "-Dpreprocess.heldOutUsers=100");
        assertThat(published(run).lines().subList(0, 7))
                .isEqualTo(published(sample).lines().subList(0, 7));

        Files.delete(parts.resolve("b.csv"));
        assertThat(published(run).exitCode()).isEqualTo(2);
        assertError("\\Q" + parts + "\\E: expected what preprocess has read, .*");
    }

    @Test
    void fetched_ratings_that_are_damaged_are_one_line() throws IOException {
        Path run = directory.resolve("run");
        preprocess(run, SAMPLE);
        Path ratings = run.resolve("fetch/ratings.csv");
        Files.delete(ratings);
        assertThat(published(run).exitCode()).isEqualTo(2);
        assertError("\\Q" + ratings + "\\E: expected what preprocess has read, .*, found nothing; .*");
    }

    @Test
    void settings_that_preprocess_has_not_run_with_are_one_line() throws IOException {
        Path run = directory.resolve("run");
        preprocess(run, SAMPLE);
        Path resolved = run.resolve("resolved.conf");
        Files.writeString(resolved, Files.readString(resolved) + "preprocess.splitSeed = 1\n");
        assertThat(published(run).exitCode()).isEqualTo(2);
        assertError("\\Q" + resolved
                + "\\E: expected the settings that preprocess has run with, and its version \\d+, found"
                + " others; run preprocess again");
    }

    @Test
    void another_split_has_no_such_files() throws IOException {
        Path run = directory.resolve("run");
        preprocess(run, "-Ddata.dataset=ml-latest-small", "-Dpreprocess.split.type=time", "-Dpreprocess.split.last=1");
        assertThat(published(run)).isEqualTo(new Printed(2, List.of()));
        assertError("preprocess\\.split\\.type: expected users, the one split that the authors made, found time; leave"
                + " --published out");
    }

    @Test
    void a_user_is_not_asked_for_with_it() {
        assertThat(published(sample, "--user", "1").exitCode()).isEqualTo(2);
        assertError("--published: expected no --user with it, found --user 1; leave one of them out");
    }

    /** The last error is one line, as it is or as a pattern. */
    private void assertError(String line) {
        String last = log.last();
        if (!last.equals(line)) {
            assertThat(last).matches(line);
        }
    }
}
