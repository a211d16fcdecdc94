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
