package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import multvae.testing.TrustTable;
import multvae.training.StopRequest;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search of a tiny run, as a user starts it. */
final class TuneCommandTest {

    private static final List<String> SPACE = List.of(
            "-Dtrain.epochs=4",
            "-Dtune.trials=4",
            "-Dtune.eta=2",
            "-Dtune.rungs=2",
            "--space",
            "train.learningRate = log-uniform 1e-3 1e-1",
            "--space",
            "train.anneal.type = choice linear, cyclical");

    @TempDir
    private Path directory;

    private List<String> tune(String run, List<String> more) throws IOException {
        List<String> arguments = new ArrayList<>(Program.tiny(directory.resolve(run), more.toArray(String[]::new)));
        arguments.set(0, "tune");
        return arguments;
    }

    private static int execute(List<String> arguments) {
        return Commands.execute(new StopRequest(), arguments.toArray(String[]::new));
    }

    private static List<CSVRecord> rows(Path csv) throws IOException {
        try (CSVParser parser = CSVParser.parse(
                csv,
                java.nio.charset.StandardCharsets.UTF_8,
                CSVFormat.RFC4180.builder().setHeader().get())) {
            return parser.getRecords();
        }
    }

    private List<Path> below(String run, String name) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(run))) {
            return files.filter(file -> file.endsWith(name)).toList();
        }
    }

    @Test
    void the_better_half_goes_on_and_the_winner_is_a_training_in_one_go_that_alone_meets_the_test_users()
            throws IOException {
        assertThat(execute(tune("run", SPACE))).isZero();

        Path tune = directory.resolve("run/tune");
        List<CSVRecord> rows = rows(tune.resolve("tune.csv"));
        assertThat(rows).hasSize(4).extracting(row -> row.get("model")).containsOnly("model");
        List<CSVRecord> further =
                rows.stream().filter(row -> row.get("rung").equals("2")).toList();
        assertThat(further).hasSize(2).allMatch(row -> row.get("epochs").equals("4"));
        assertThat(rows.stream().filter(row -> row.get("rung").equals("1")))
                .hasSize(2)
                .allMatch(row -> row.get("epochs").equals("2"));
        // what the histories say after the first two epochs
        List<Integer> byFirst = rows.stream()
                .sorted(Comparator.comparingDouble(row -> -bestOf(tune, row, 2)))
                .map(row -> Integer.valueOf(row.get("trial")))
                .toList();
        assertThat(further)
                .extracting(row -> Integer.valueOf(row.get("trial")))
                .containsExactlyInAnyOrderElementsOf(byFirst.subList(0, 2));
        CSVRecord best = rows.stream()
                .filter(row -> row.get("best").equals("true"))
                .findFirst()
                .orElseThrow();
        assertThat(Double.parseDouble(best.get("validation_ndcg_100")))
                .isEqualTo(further.stream()
                        .mapToDouble(row -> bestOf(tune, row, 4))
                        .max()
                        .orElseThrow());

        String winner = String.format("trial-%03d", Integer.parseInt(best.get("trial")));
        assertThat(below("run", "metrics.json"))
                .containsExactly(tune.resolve("model").resolve(winner).resolve("evaluate/metrics.json"));
        assertThat(tune.resolve("model").resolve(winner).resolve("report/report.html"))
                .isRegularFile();

        // winner.conf is all that a run needs
        Path again = directory.resolve("again");
        assertThat(execute(
                        List.of("run", "--config", tune.resolve("winner.conf").toString(), "-Drun.directory=" + again)))
                .isZero();
        for (String file :
                List.of("train/model.fb", "train/weights.safetensors", "train/history.csv", "evaluate/metrics.json")) {
            assertThat(tune.resolve("model").resolve(winner).resolve(file)).hasSameBinaryContentAs(again.resolve(file));
        }
    }

    /** The best validation NDCG@100 of a trial's first epochs, by its history.csv. */
    private static double bestOf(Path tune, CSVRecord trial, int epochs) {
        try {
            Path history = tune.resolve(
                    String.format("model/trial-%03d/train/history.csv", Integer.parseInt(trial.get("trial"))));
            return rows(history).stream()
                    .limit(epochs)
                    .mapToDouble(row -> Double.parseDouble(row.get("validation_ndcg_100")))
                    .max()
                    .orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void a_search_that_was_killed_at_any_moment_and_started_again_ends_with_the_same_table_and_winner()
            throws Exception {
        assertThat(execute(tune("whole", SPACE))).isZero();
        Path whole = directory.resolve("whole/tune");
        List<String> all = List.of("rung 1 of 2, 3 of 4", "rung 2 of 2, 1 of 2", "epoch 4/4", "evaluate: running");
        List<String> moments = TrustTable.THOROUGH ? all : List.of(all.get(1));
        Path output = directory.resolve("output");
        for (String moment : moments) {
            try (Program program = Program.start(output, tune("killed", SPACE))) {
                program.await(moment);
                program.kill();
            }
        }
        Program.Result last = Program.run(output, tune("killed", SPACE));
        assertThat(last.exitCode()).as(last.output()).isZero();
        Path killed = directory.resolve("killed/tune");
        assertThat(killed.resolve("tune.csv")).hasSameBinaryContentAs(whole.resolve("tune.csv"));
        assertThat(Files.readString(killed.resolve("winner.conf")).replace("killed", "whole"))
                .isEqualTo(Files.readString(whole.resolve("winner.conf")));
        Path winner = whole.relativize(
                below("whole", "metrics.json").get(0).getParent().getParent());
        for (String file : List.of("train/weights.safetensors", "train/history.csv", "evaluate/metrics.json")) {
            assertThat(killed.resolve(winner).resolve(file))
                    .hasSameBinaryContentAs(whole.resolve(winner).resolve(file));
        }
        // and once more: nothing is trained again
        Program.Result again = Program.run(output, tune("killed", SPACE));
        assertThat(again.output()).contains("evaluate: fresh, skipped").doesNotContain("train: running");
    }

    @Test
    void a_baseline_is_searched_by_itself_and_the_test_users_are_not_read() throws IOException {
        assertThat(execute(tune(
                        "run", List.of("-Dtune.trials=3", "--space", "evaluate.itemKnn.neighbours=log-integer,5,200"))))
                .isZero();
        Path tune = directory.resolve("run/tune");
        List<CSVRecord> rows = rows(tune.resolve("tune.csv"));
        assertThat(rows).hasSize(3).allMatch(row -> row.get("epochs").isEmpty());
        assertThat(below("run", "metrics.json")).isEmpty();
        assertThat(below("run", "train")).isEmpty();
        assertThat(InspectCommandTest.problems("manifest", tune.resolve("item-knn/trial-001/validate/manifest.json")))
                .isEmpty();
        CSVRecord best = rows.stream()
                .max(Comparator.comparingDouble(row -> Double.parseDouble(row.get("validation_ndcg_100"))))
                .orElseThrow();
        assertThat(best.get("best")).isEqualTo("true");
        assertThat(Files.readString(tune.resolve("winner.conf")))
                .contains("evaluate.itemKnn.neighbours = " + best.get("evaluate.itemKnn.neighbours") + "\n")
                .contains("evaluate.baselines = [\"popularity\",\"item-knn\"]");
    }

    @Test
    void a_training_that_diverges_is_lost_and_not_the_end_of_the_search() throws IOException {
        assertThat(execute(tune(
                        "run",
                        List.of(
                                "-Dtune.trials=4",
                                "-Dtune.rungs=1",
                                "-Dmodel.activation=relu",
                                "--space",
                                "train.learningRate = choice 0.001, 1e38"))))
                .isZero();
        List<CSVRecord> rows = rows(directory.resolve("run/tune/tune.csv"));
        assertThat(rows)
                .anyMatch(row -> row.get("train.learningRate").equals("1e38")
                        && row.get("validation_ndcg_100").isEmpty())
                .anyMatch(row -> row.get("train.learningRate").equals("0.001")
                        && row.get("best").equals("true"));
    }

    @Test
    void a_baseline_that_cannot_be_fitted_is_lost_and_not_the_end_of_the_search() throws IOException {
        List<String> space = List.of("-Dtune.trials=4", "--space", "evaluate.ease.lambda = choice 1e-30, 100");
        assertThat(execute(tune("run", space))).isZero();
        assertThat(rows(directory.resolve("run/tune/tune.csv")))
                .anyMatch(row -> row.get("evaluate.ease.lambda").equals("1e-30")
                        && row.get("validation_ndcg_100").isEmpty())
                .anyMatch(row -> row.get("evaluate.ease.lambda").equals("100")
                        && row.get("best").equals("true"));

        List<String> none = List.of("-Dtune.trials=2", "--space", "evaluate.ease.lambda = choice 1e-30, 1e-29");
        try (ErrorLog log = new ErrorLog()) {
            assertThat(execute(tune("none", none))).isEqualTo(Failures.USER_ERROR);
            assertThat(log.errors())
                    .contains(
                            "tune.space: expected a trial of ease that can be fitted, found none of 2; raise the ends of"
                                    + " evaluate.ease");
        }
    }

    @Test
    void what_is_wrong_with_any_trial_is_said_in_one_line_for_each_key_before_the_first_one_trains()
            throws IOException {
        List<List<String>> wrong = List.of(
                List.of("--space", "train.anneal.cap = uniform 0 2", "--space", "train.learningRate = uniform -1 1"),
                List.of("--space", "train.batchSize = uniform 100 200"),
                List.of("--space", "train.anneal.type = choice linear, search"),
                List.of("--space", "train.anneal.cap = uniform 0 1", "--space", "train.anneal.cap = uniform 0 0.5"),
                List.of("--space", "train.epochs = integer 1 2"),
                List.of("--space", "train.clipNorm = log-uniform 1e-300 1e300"),
                List.of("-Dtrain.finalFit=true", "--space", "train.schedule.type = choice constant, plateau"),
                List.of("-Dmodel.type=recvae", "-Dmodel.pDims=null"),
                List.of("-Dmodel.type=mult-dae", "--space", "train.anneal.cap = uniform 0 1"),
                List.of("--space", "train.recvae.gamma = uniform 0 1"));
        List<List<String>> lines = new ArrayList<>();
        for (List<String> space : wrong) {
            try (ErrorLog log = new ErrorLog()) {
                assertThat(execute(tune("run", space))).isEqualTo(Failures.USER_ERROR);
                lines.add(log.errors().lines().toList());
            }
        }
        assertThat(directory.resolve("run")).doesNotExist();
        assertThat(lines.get(0))
                .containsExactly(
                        "tune.space, train.anneal.cap: expected a number from 0 to 1, found 2.0; change what it is drawn"
                                + " from",
                        "tune.space, train.learningRate: expected a number above 0 to 3.4e38, found -1.0; change what it is"
                                + " drawn from");
        assertThat(lines.get(1)).hasSize(1);
        assertThat(lines.get(2)).singleElement().asString().contains("search, which trains twice");
        assertThat(lines.get(3)).singleElement().asString().contains("train.anneal.cap twice");
        assertThat(lines.get(4)).singleElement().asString().contains("not train.epochs");
        assertThat(lines.get(5)).singleElement().asString().contains("at most 1e308 times as large");
        assertThat(lines.get(6))
                .singleElement()
                .asString()
                .startsWith("tune.space, train.finalFit: expected false with schedule.type = plateau");
        assertThat(lines.get(7))
                .containsExactly(
                        "tune.space: expected keys that a model of the type recvae reads, found train.anneal.cap,"
                                + " which it does not read; use another one, such as train.recvae.gamma");
        assertThat(lines.get(8))
                .containsExactly("tune.space: expected keys that a model of the type mult-dae reads, found"
                        + " train.anneal.cap, which it does not read; use another one, such as train.learningRate");
        assertThat(lines.get(9)).singleElement().asString().endsWith("such as train.anneal.cap");
    }
}
