package multvae.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import multvae.serving.Bundles;
import multvae.training.History;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose executor is killed in the middle of the work ends with what one process writes. */
@EnabledIfSystemProperty(
        named = "multvae.thorough",
        matches = "true",
        disabledReason = "starts a Spark cluster: -Dmultvae.thorough=true or -Pthorough")
final class SparkClusterTest {

    private static final int USERS = 20_000;
    private static final int ROWS = 1_500_000;

    @TempDir
    private static Path directory;

    private static StandaloneCluster cluster;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        cluster = StandaloneCluster.start(directory.resolve("cluster"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static Process program(Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(cluster.driver());
        Collections.addAll(command, arguments);
        return cluster.start(log, command);
    }

    private static void requireSuccess(Process process, Path log) throws IOException, InterruptedException {
        boolean ended = process.waitFor(10, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private static Path ratings() throws IOException {
        Random random = new Random(11);
        StringBuilder text = new StringBuilder("user,item\n");
        for (int row = 0; row < ROWS; row++) {
            text.append(random.nextInt(USERS))
                    .append(',')
                    .append(3 * random.nextInt(400) + 1)
                    .append('\n');
        }
        return Files.writeString(directory.resolve("ratings.csv"), text); // the same whoever asks for it
    }

    private static String[] preprocess(Path ratings, Path run, String... more) {
        return Stream.concat(
                        Stream.of(
                                "run",
                                "-Ddata.ratings=" + ratings,
                                "-Dstage=fetch,preprocess",
                                "-Drun.directory=" + run),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    @Test
    void preprocess_survives_the_loss_of_an_executor() throws Exception {
        Path ratings = ratings();
        Path local = directory.resolve("local");
        Path localLog = directory.resolve("local.log");
        requireSuccess(program(localLog, preprocess(ratings, local)), localLog);

        Path spark = directory.resolve("spark");
        Path log = directory.resolve("spark.log");
        Process process = program(
                log,
                preprocess(
                        ratings,
                        spark,
                        "-Dengine=spark",
                        "-Dcluster.master=" + cluster.address(),
                        "-Dcluster.partitions=12"));
        boolean killed = false;
        while (process.isAlive() && !killed) {
            Thread.sleep(200);
            if (Files.readString(log).contains("parts read")) {
                killed = cluster.killExecutor();
            }
        }
        requireSuccess(process, log);
        assertThat(killed).isTrue();
        for (String file : Preprocessed.FILES) {
            assertThat(spark.resolve("preprocess").resolve(file))
                    .hasSameBinaryContentAs(local.resolve("preprocess").resolve(file));
        }
    }

    @Test
    void sums_over_pairs_of_items_survive_the_loss_of_an_executor() throws Exception {
        Path run = directory.resolve("pairs");
        String[] stages = preprocess(ratings(), run, "-Dcluster.partitions=40");
        Path localLog = directory.resolve("pairs-local.log");
        requireSuccess(program(localLog, stages), localLog);
        requireSuccess(program(localLog, bundle(run, "pairs-local")), localLog);

        requireSuccess( // all is fresh: it only names another engine
                program(localLog, concat(stages, "-Dengine=spark", "-Dcluster.master=" + cluster.address())), localLog);
        Path log = directory.resolve("pairs.log");
        Process process = program(log, bundle(run, "pairs-spark"));
        boolean killed = false;
        while (process.isAlive() && !killed) {
            Thread.sleep(500);
            if (Files.readString(log).contains("pairs of 400 items in 40 tasks")) {
                killed = cluster.killExecutor();
            }
        }
        requireSuccess(process, log);
        assertThat(killed).isTrue();
        assertThat(directory.resolve("pairs-spark/weights.safetensors"))
                .hasSameBinaryContentAs(directory.resolve("pairs-local/weights.safetensors"));
    }

    private static String[] bundle(Path run, String name) {
        return new String[] {
            "bundle",
            "--run",
            run.toString(),
            "--model",
            "item-knn",
            "--to",
            directory.resolve(name).toString()
        };
    }

    /** The executor first, and later the driver: the same command ends the job. */
    @Test
    void recommend_survives_the_loss_of_an_executor_and_of_the_driver() throws Exception {
        Path bundle = Bundles.random(directory.resolve("bundle"), 400);
        Random random = new Random(12);
        StringBuilder text = new StringBuilder("user,item\n");
        for (int user = 0; user < 30_000; user++) {
            for (int k = 0; k < 20; k++) {
                text.append(user)
                        .append(',')
                        .append(3 * random.nextInt(400) + 1)
                        .append('\n');
            }
        }
        Path users = Files.writeString(directory.resolve("users.csv"), text);
        Path local = directory.resolve("lists.csv");
        Path localLog = directory.resolve("lists.log");
        String[] arguments = {"recommend", "--run", bundle.toString(), "--users", users.toString(), "--top", "50"};
        requireSuccess(program(localLog, concat(arguments, "--out", local.toString())), localLog);

        Path out = directory.resolve("lists");
        String[] onCluster = concat(
                arguments,
                "--out",
                out.toString(),
                "--engine",
                "spark",
                "--master",
                cluster.address(),
                "--partitions",
                "16");
        Path log = directory.resolve("recommend.log");
        Process first = program(log, onCluster);
        awaitParts(first, out, 2);
        assertThat(cluster.killExecutor()).isTrue();
        awaitParts(first, out, 8);
        first.destroyForcibly().waitFor();
        assertThat(out.resolve("_SUCCESS")).doesNotExist();

        Path again = directory.resolve("again.log");
        requireSuccess(program(again, onCluster), again);
        assertThat(again).content().containsPattern("\\d+ of 16 parts were there already");
        List<String> lists = new ArrayList<>();
        for (Path part : parts(out)) {
            List<String> lines = Files.readAllLines(part);
            lists.addAll(lines.subList(1, lines.size()));
        }
        List<String> expected = Files.readAllLines(local);
        assertThat(lists).hasSize(expected.size() - 1);
        Collections.sort(lists);
        assertThat(lists).isEqualTo(expected.stream().skip(1).sorted().toList());
    }

    /** Trials train on executors, one of which is killed while it trains: the same weights, figures and table as one by one. */
    @Test
    void a_sweep_survives_the_loss_of_an_executor() throws Exception {
        Path local = directory.resolve("sweep-local");
        Path localLog = directory.resolve("sweep-local.log");
        requireSuccess(program(localLog, sweep(local)), localLog);

        Path spark = directory.resolve("sweep-spark");
        Path log = directory.resolve("sweep-spark.log");
        Process process = program(log, concat(sweep(spark), "-Dengine=spark", "-Dcluster.master=" + cluster.address()));
        while (process.isAlive() && epochs(spark) < 2) {
            Thread.sleep(20);
        }
        assertThat(cluster.killExecutor()).isTrue();
        requireSuccess(process, log);
        assertThat(log).content().contains("4 trainings side by side", "train: fresh, skipped");
        assertThat(spark.resolve("sweep/sweep.csv")).hasSameTextualContentAs(local.resolve("sweep/sweep.csv"));
        try (Stream<Path> trials = Files.list(local.resolve("sweep"))) {
            for (Path trial : trials.filter(Files::isDirectory).toList()) {
                Path own = spark.resolve("sweep").resolve(trial.getFileName());
                for (String file : List.of("train/weights.safetensors", "train/history.csv")) {
                    assertThat(own.resolve(file)).hasSameBinaryContentAs(trial.resolve(file));
                }
            }
        }
    }

    /** Two workers train one model, and one of them is killed: the losses and metrics of one process. */
    @Test
    void a_data_parallel_training_survives_the_loss_of_an_executor() throws Exception {
        Path local = directory.resolve("train-local");
        Path localLog = directory.resolve("train-local.log");
        requireSuccess(program(localLog, train(local)), localLog);

        Path spark = directory.resolve("train-spark");
        Path log = directory.resolve("train-spark.log");
        Process process = program(
                log,
                concat(train(spark), "-Dengine=spark", "-Dcluster.master=" + cluster.address(), "-Dtrain.workers=2"));
        while (process.isAlive() && epochs(spark) < 2) {
            Thread.sleep(20);
        }
        assertThat(cluster.killExecutor()).isTrue();
        requireSuccess(process, log);
        assertThat(log).content().containsPattern("executor \\d+ was lost");
        List<History.Epoch> one =
                History.read(local.resolve("train/history.csv")).epochs();
        List<History.Epoch> two =
                History.read(spark.resolve("train/history.csv")).epochs();
        assertThat(two).hasSameSizeAs(one);
        for (int epoch = 0; epoch < one.size(); epoch++) {
            double loss = one.get(epoch).train().loss();
            assertThat(two.get(epoch).train().loss()).isCloseTo(loss, within(1e-4 * loss));
            assertThat(two.get(epoch).validation().ndcg100())
                    .isCloseTo(one.get(epoch).validation().ndcg100(), within(1e-3));
        }
    }

    private static String[] train(Path run) throws IOException {
        return new String[] {
            "run",
            "--config",
            Files.writeString(directory.resolve("train.conf"), "").toString(),
            "-Ddata.dataset=ml-latest-small",
            "-Dstage=fetch,preprocess,train",
            "-Drun.directory=" + run,
            "-Dpreprocess.heldOutUsers=100",
            "-Dmodel.pDims=[8,16]",
            "-Dtrain.epochs=12",
            "-Dtrain.batchSize=50"
        };
    }

    private static String[] sweep(Path run) throws IOException {
        return new String[] {
            "sweep",
            "--config",
            Files.writeString(directory.resolve("sweep.conf"), "").toString(),
            "-Drun.directory=" + run,
            "-Ddata.dataset=ml-latest-small",
            "-Dpreprocess.heldOutUsers=100",
            "-Dmodel.pDims=[8,16]",
            "-Dtrain.epochs=12",
            "-Dtrain.batchSize=50",
            "-Devaluate.baselines=popularity",
            "--grid",
            "train.anneal.cap=0,0.2,0.5,1"
        };
    }

    /** How many epochs the trainings that are under way have finished. */
    private static long epochs(Path run) throws IOException {
        if (!Files.isDirectory(run)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(run)) {
            long lines = 0;
            for (Path file : files.filter(file -> file.endsWith("history.csv")).toList()) {
                lines += Math.max(0, Files.readAllLines(file).size() - 1);
            }
            return lines;
        } catch (UncheckedIOException | NoSuchFileException e) { // one goes while it is looked at
            return 0;
        }
    }

    private static String[] concat(String[] first, String... second) {
        return Stream.concat(Stream.of(first), Stream.of(second)).toArray(String[]::new);
    }

    private static List<Path> parts(Path out) throws IOException {
        if (!Files.isDirectory(out)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(out)) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .sorted()
                    .toList();
        }
    }

    private static void awaitParts(Process process, Path out, int count) throws IOException, InterruptedException {
        while (process.isAlive() && parts(out).size() < count) {
            Thread.sleep(20);
        }
    }
}
