package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import multvae.evaluation.Example;
import multvae.evaluation.Metrics;
import multvae.training.History;
import multvae.training.StopRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs on splits that train on every user: 80 users, 24 items, of which a user has twelve. */
final class SplitRunsTest {

    private static final int USERS = 80;

    @TempDir
    private Path directory;

    private static List<String> items(int user) {
        return IntStream.range(0, 12)
                .mapToObj(k -> "B" + (7 * user + 5 * k) % 24)
                .toList();
    }

    private String[] given() throws IOException {
        StringBuilder train = new StringBuilder();
        StringBuilder test = new StringBuilder();
        for (int user = 0; user < USERS; user++) {
            List<String> items = items(user);
            train.append("u")
                    .append(user)
                    .append(' ')
                    .append(String.join(" ", items.subList(0, 10)))
                    .append('\n');
            test.append("u")
                    .append(user)
                    .append(' ')
                    .append(String.join(" ", items.subList(10, 12)))
                    .append('\n');
        }
        Path trainFile = Files.writeString(directory.resolve("train.txt"), train);
        Path testFile = Files.writeString(directory.resolve("test.txt"), test);
        return new String[] {
            "-Ddata.format=lists",
            "-Dpreprocess.split.type=given",
            "-Dpreprocess.split.train=" + trainFile,
            "-Dpreprocess.split.test=" + testFile
        };
    }

    private String[] byTime() throws IOException {
        StringBuilder rows = new StringBuilder("user_id,sku,ts\n");
        for (int user = 0; user < USERS; user++) {
            List<String> items = items(user);
            for (int k = 0; k < items.size(); k++) {
                rows.append("u" + user + "," + items.get(k) + "," + (1_600_000_000 + 100 * ((k * 5) % 12)) + "\n");
            }
        }
        Path file = Files.writeString(directory.resolve("clicks.csv"), rows);
        return new String[] {"-Ddata.ratings=" + file, "-Dpreprocess.split.type=time", "-Dpreprocess.split.last=2"};
    }

    private static int program(String... arguments) {
        return Commands.execute(new StopRequest(), arguments);
    }

    private Path run(String name, String[] data, String... more) throws IOException {
        Path config = Files.writeString(directory.resolve(name + ".conf"), "");
        Path run = directory.resolve(name);
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--config",
                config.toString(),
                "-Drun.directory=" + run,
                "-Dmodel.pDims=[6]",
                "-Dtrain.epochs=6",
                "-Dtrain.batchSize=20",
                "-Devaluate.bootstrap.resamples=10"));
        arguments.addAll(Arrays.asList(data));
        arguments.addAll(Arrays.asList(more));
        assertThat(program(arguments.toArray(String[]::new))).isZero();
        return run;
    }

    private void assertUsable(Path run, String protocol, int testUsers) throws IOException {
        assertThat(Files.readString(run.resolve("report/report.md"))).contains(protocol);
        Path metrics = run.resolve("evaluate/metrics.json");
        assertThat(Metrics.read(metrics).users()).isEqualTo(testUsers);
        assertThat(InspectCommandTest.problems("metrics", metrics)).isEmpty();
        for (Example example : Example.read(run.resolve("evaluate/examples.json"))) {
            assertThat(example.recommended()).isNotEmpty().allSatisfy(list -> assertThat(list.items())
                    .doesNotContainAnyElementsOf(example.foldIn())
                    .isNotEmpty());
            assertThat(example.foldIn()).doesNotContainAnyElementsOf(example.heldOut());
        }
        assertThat(program("inspect", run.toString(), "preprocess", "--user", "u7"))
                .isZero();
        assertThat(program("inspect", run.toString(), "preprocess", "--user", "nobody"))
                .isEqualTo(Failures.USER_ERROR);
        assertThat(program("inspect", run.toString(), "evaluate")).isZero();
        assertThat(program("inspect", run.toString(), "items", "--find", "b1")).isZero();
        assertThat(program("recommend", "--run", run.toString(), "--likes", "B3", "--only", "B4", "--explain"))
                .isZero();
        assertThat(program("inspect", run.toString(), "preprocess", "--published"))
                .isEqualTo(Failures.USER_ERROR);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_given_split_runs_through_all_stages(boolean finalFit) throws IOException {
        Path run = run("given", given(), "-Dtrain.finalFit=" + finalFit);
        assertUsable(run, "Split given in files (weak generalisation)", USERS);
        Path second = run.resolve("train/final-fit/history.csv");
        int best = History.read(run.resolve("train/history.csv")).best().epoch();
        String weights = "The weights are those of "
                + (finalFit
                        ? "a second training, of " + best + " epochs on the validation events too."
                        : "that epoch.");
        assertThat(Files.readString(run.resolve("report/report.md"))).contains(weights);
        assertThat(Files.readString(run.resolve("report/report.html"))).contains(weights);
        assertThat(card(run, "mult-vae")).contains(weights);
        assertThat(card(run, "popularity"))
                .contains(
                        finalFit
                                ? "Fitted in one go to the events of the train and validation users."
                                : "Fitted to the train users in one go.")
                .doesNotContain("The weights are those of");
        if (finalFit) {
            assertThat(Files.readString(run.resolve("report/report.md")))
                    .contains("fitted on the validation events too");
            assertThat(History.read(second).epochs()).hasSize(best);
        } else {
            assertThat(second).doesNotExist();
        }
    }

    private String card(Path run, String model) throws IOException {
        Path bundle = directory.resolve("bundle-of-" + model);
        List<String> arguments = new ArrayList<>(List.of("bundle", "--run", run.toString(), "--to", bundle.toString()));
        if (!model.equals("mult-vae")) {
            arguments.addAll(List.of("--model", model));
        }
        assertThat(program(arguments.toArray(String[]::new))).isZero();
        return Files.readString(bundle.resolve("MODEL_CARD.md"));
    }

    @Test
    void the_final_fit_has_other_weights_and_fits_the_baselines_on_the_same_events() throws IOException {
        Path without = run("without", given());
        Path with = run("with", given(), "-Dtrain.finalFit=true");
        assertThat(with.resolve("train/history.csv")).hasSameBinaryContentAs(without.resolve("train/history.csv"));
        assertThat(Files.mismatch(
                        with.resolve("train/weights.safetensors"), without.resolve("train/weights.safetensors")))
                .isNotNegative();
        Metrics fitted = Metrics.read(with.resolve("evaluate/metrics.json"));
        Metrics others = Metrics.read(without.resolve("evaluate/metrics.json"));
        assertThat(fitted.models().get("ease")).isNotEqualTo(others.models().get("ease"));
    }

    @Test
    void a_split_by_time_runs_through_all_stages_and_a_sweep() throws IOException {
        String[] data = byTime();
        Path run = run("time", data);
        assertUsable(run, "Split by time (weak generalisation)", USERS);
        List<String> sweep = new ArrayList<>(List.of(
                "sweep",
                "--config",
                directory.resolve("time.conf").toString(),
                "--grid",
                "train.anneal.cap=0,0.2",
                "-Drun.directory=" + run,
                "-Dmodel.pDims=[6]",
                "-Dtrain.epochs=2",
                "-Dtrain.batchSize=20",
                "-Devaluate.bootstrap.resamples=10"));
        sweep.addAll(Arrays.asList(data));
        assertThat(program(sweep.toArray(String[]::new))).isZero();
        assertThat(run.resolve("sweep")).isDirectory();
    }
}
