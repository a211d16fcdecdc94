package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import multvae.run.Manifest;
import multvae.training.StopRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiny runs and sweeps whose model is trained from several seeds. */
final class SeedsTest {

    @TempDir
    private Path directory;

    private int execute(String command, String run, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(Program.tiny(directory.resolve(run), more));
        arguments.set(0, command);
        return Commands.execute(new StopRequest(), arguments.toArray(String[]::new));
    }

    private double ndcg(Path run, String model) throws IOException {
        JsonNode metrics =
                new ObjectMapper().readTree(run.resolve("evaluate/metrics.json").toFile());
        return metrics.path("models").path(model).path("NDCG@100").path("mean").asDouble();
    }

    @Test
    void every_table_has_the_mean_and_the_standard_deviation_of_the_seeds_own_results() throws IOException {
        try (ErrorLog log = new ErrorLog()) {
            assertThat(execute("run", "run", "-Drun.seeds=[1,2,3]")).isZero();
            Path run = directory.resolve("run");
            double[] figures = {
                ndcg(run, "mult-vae"),
                ndcg(run.resolve("seeds/2"), "mult-vae"),
                ndcg(run.resolve("seeds/3"), "mult-vae")
            };
            double mean = (figures[0] + figures[1] + figures[2]) / 3;
            double sd = Math.sqrt(
                    (Math.pow(figures[0] - mean, 2) + Math.pow(figures[1] - mean, 2) + Math.pow(figures[2] - mean, 2))
                            / 2);
            assertThat(sd).isPositive();
            String numbers = String.format(
                    Locale.ROOT,
                    "%.4f \\| %.4f +\\| %.4f \\| %.4f \\| %.4f",
                    mean,
                    sd,
                    figures[0],
                    figures[1],
                    figures[2]);
            String row = "(?s).*\\| NDCG@100 +\\| " + numbers + ".*";
            assertThat(log.last().replaceAll(" +", " ")).matches(row);
            assertThat(Files.readString(run.resolve("report/report.md")).replaceAll(" +", " "))
                    .matches(row);
            assertThat(Files.readString(run.resolve("report/report.html")))
                    .contains(String.format(Locale.ROOT, "<td>NDCG@100</td><td>%.4f</td><td>%.4f</td>", mean, sd));
            String difference = String.format(Locale.ROOT, "%.4f", mean - ndcg(run, "popularity"));
            assertThat(log.last().replaceAll(" +", " "))
                    .contains("| NDCG@100 minus popularity | " + difference + " | ");
        }
    }

    @Test
    void the_first_seed_is_the_runs_own_each_is_a_run_with_that_seed_and_one_seed_changes_nothing() throws IOException {
        assertThat(execute("run", "one", "-Dtrain.seed=5")).isZero();
        assertThat(execute("run", "two", "-Dtrain.seed=6")).isZero();
        assertThat(execute("run", "seeds", "-Drun.seeds=[5,6]")).isZero();
        Path seeds = directory.resolve("seeds");
        for (String file : List.of("train/weights.safetensors", "train/history.csv", "evaluate/metrics.json")) {
            assertThat(seeds.resolve(file))
                    .hasSameBinaryContentAs(directory.resolve("one").resolve(file));
        }
        for (String file : List.of("train/weights.safetensors", "train/history.csv")) {
            assertThat(seeds.resolve("seeds/6").resolve(file))
                    .hasSameBinaryContentAs(directory.resolve("two").resolve(file));
        }
        assertThat(seeds.resolve("seeds/6/preprocess")).doesNotExist();
        assertThat(ndcg(seeds.resolve("seeds/6"), "mult-vae")).isEqualTo(ndcg(directory.resolve("two"), "mult-vae"));

        // with one seed there is no directory and no table
        assertThat(execute("run", "one", "-Drun.seeds=[5]")).isZero();
        assertThat(directory.resolve("one/seeds")).doesNotExist();
        assertThat(Files.readString(directory.resolve("one/report/report.md"))).doesNotContain("# Seeds");
    }

    @Test
    void a_plan_says_what_a_run_would_do_for_each_seed_and_writes_nothing() throws IOException {
        Path run = directory.resolve("run");
        String stale = "stale, no artifacts yet";
        assertThat(plan("-Drun.seeds=[1,2]"))
                .containsExactly(
                        "fetch: " + stale,
                        "preprocess: " + stale,
                        "seed 1, train: " + stale,
                        "seed 1, evaluate: " + stale,
                        "seed 2, train: " + stale,
                        "seed 2, evaluate: " + stale,
                        "report: " + stale);
        assertThat(run).doesNotExist();

        assertThat(execute("run", "run", "-Drun.seeds=[1,2]")).isZero();
        assertThat(plan("-Drun.seeds=[1,2]")).hasSize(7).allMatch(line -> line.endsWith(": fresh"));
        assertThat(plan("-Drun.seeds=[1,2,3]"))
                .contains("seed 2, evaluate: fresh", "seed 3, train: " + stale, "seed 3, evaluate: " + stale)
                .endsWith("report: stale, run.seeds [1,2] -> [1,2,3]");
        assertThat(run.resolve("seeds/3")).doesNotExist();
    }

    @Test
    void a_plan_is_what_the_run_then_does_to_a_damaged_seed() throws IOException {
        Path run = directory.resolve("run");
        assertThat(execute("run", "run", "-Drun.seeds=[1,2]")).isZero();
        Map<String, String> before = starts(run);
        Path history = run.resolve("seeds/2/train/history.csv");
        byte[] bytes = Files.readAllBytes(history);
        Files.writeString(history, "epoch\n");
        List<String> plan = plan("-Drun.seeds=[1,2]");
        assertThat(plan.subList(0, 4)).allMatch(line -> line.endsWith(": fresh"));
        assertThat(plan.get(4)).startsWith("seed 2, train: stale, " + history + ": expected ");
        assertThat(plan.get(5)).startsWith("seed 2, evaluate: runs if one of these changes: ");
        assertThat(plan.get(6)).isEqualTo("report: runs if one of these changes: seeds/2/evaluate/metrics.json");
        assertThat(plan("-Drun.seeds=[1,2]", "--stage", "report")) // reads what is there
                .contains("seed 2, train: stale (not selected), " + plan.get(4).split("stale, ", 2)[1])
                .endsWith("report: fresh");

        assertThat(execute("run", "run", "-Drun.seeds=[1,2]")).isZero();
        assertThat(history).hasBinaryContent(bytes); // so that nothing changes for what only may have had to run
        Map<String, String> after = starts(run);
        assertThat(after.keySet())
                .filteredOn(stage -> !after.get(stage).equals(before.get(stage)))
                .containsExactly("seeds/2/train");
    }

    /** When each stage of each seed began. */
    private static Map<String, String> starts(Path run) throws IOException {
        Map<String, String> starts = new TreeMap<>();
        for (String stage :
                List.of("fetch", "preprocess", "train", "evaluate", "report", "seeds/2/train", "seeds/2/evaluate")) {
            starts.put(stage, Manifest.read(run.resolve(stage)).start());
        }
        return starts;
    }

    private List<String> plan(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(Program.tiny(directory.resolve("run"), more));
        arguments.set(0, "plan");
        ForgedRun.Result result = ForgedRun.program(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.errors()).isZero();
        return result.output().lines().toList();
    }

    @Test
    void a_sweep_goes_by_the_mean_over_the_seeds_and_evaluates_the_best_ones_seeds_only() throws IOException {
        assertThat(execute("sweep", "run", "-Drun.seeds=[1,2]", "--grid", "train.learningRate=0.01,1e-7"))
                .isZero();
        Path sweep = directory.resolve("run/sweep");
        List<String> rows = Files.readAllLines(sweep.resolve("sweep.csv"));
        assertThat(rows.get(0))
                .isEqualTo("train.learningRate,best_epoch,beta,validation_ndcg_100,validation_ndcg_100_sd");
        for (String row : rows.subList(1, 3)) {
            String[] columns = row.split(",", -1);
            Path trial = sweep.resolve("train.learningRate=" + columns[0]);
            double first = best(trial.resolve("train/history.csv"));
            double second = best(trial.resolve("seeds/2/train/history.csv"));
            assertThat(Double.parseDouble(columns[3])).isCloseTo((first + second) / 2, within(1e-12));
            assertThat(Double.parseDouble(columns[4]))
                    .isCloseTo(Math.abs(first - second) / Math.sqrt(2), within(1e-12));
            boolean winner = columns[0].equals("0.01");
            for (String at : List.of("evaluate", "seeds/2/evaluate")) {
                assertThat(Files.exists(trial.resolve(at))).isEqualTo(winner);
            }
        }
    }

    private static double best(Path history) throws IOException {
        List<String> lines = Files.readAllLines(history);
        int column = List.of(lines.get(0).split(",", -1)).indexOf("validation_ndcg_100");
        return lines.stream()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[column]))
                .max()
                .orElseThrow();
    }
}
