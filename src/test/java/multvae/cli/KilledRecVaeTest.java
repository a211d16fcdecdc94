package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import multvae.io.FileHash;
import multvae.run.Manifest;
import multvae.run.RunLayout;
import multvae.testing.TrustTable;
import multvae.training.History;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A RecVAE's training killed with SIGKILL at random steps of an epoch, which has four passes, and run again to its end: what train
 * writes is that of a training that nothing disturbed, byte for byte.
 *
 * <p>The training's own page says when to kill: the step that it shows was taken. So a kill does not depend on how fast the machine
 * is, and it is known to come in the middle of an epoch if that epoch's line is not in the output either.
 */
@EnabledIfSystemProperty(
        named = "multvae.thorough",
        matches = "true",
        disabledReason = "starts 60 processes: -Dmultvae.thorough=true or -Pthorough")
final class KilledRecVaeTest {

    private static final int KILLS = 30;
    private static final long SEED = 20191224;
    private static final int EPOCHS = 3;

    private static final int STEPS_PER_PASS = 9; // 403 train users, 50 in a batch
    private static final int STEPS_PER_EPOCH = 4 * STEPS_PER_PASS; // three passes of the encoder, one of the decoder
    private static final String[] RECVAE = {
        "-Dmodel.type=recvae",
        "-Dmodel.pDims=[4]",
        "-Dmodel.qDims=[8,8,4]",
        "-Dtrain.epochs=" + EPOCHS,
        "-Dtrain.batchSize=50",
        "-Dtrain.checkpointEvery=1",
        "--stage",
        "fetch,preprocess,train"
    };

    private static final Pattern ADDRESS = Pattern.compile("training curves: (http://\\S+)");
    private static final Pattern STEP = Pattern.compile("step (\\d+)\nloss");

    @TempDir
    private static Path directory;

    private static SortedMap<String, FileHash> expected;
    private static int tried;
    private static int kept;
    private static int withinAnEpoch;

    @BeforeAll
    static void run_undisturbed() throws Exception {
        Path run = directory.resolve("undisturbed");
        Program.Result result = Program.run(directory.resolve("output"), Program.tiny(run, RECVAE));
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(History.read(run.resolve(RunLayout.HISTORY.name())).epochs())
                .hasSize(EPOCHS)
                .allMatch(epoch -> epoch.steps() == (long) STEPS_PER_EPOCH * epoch.epoch());
        expected = outputs(run);
    }

    @AfterAll
    static void tell() {
        TrustTable.row("SIGKILL in the passes of a RecVAE's epoch", tried, tried - kept, 0, 0);
        assertThat(withinAnEpoch).isPositive();
    }

    /** @param step after which the process is killed, from 1 */
    record Kill(int number, int step) {}

    /** In all epochs but the last one: the page takes longer than a step. */
    static Stream<Kill> kills() {
        Random random = new Random(SEED);
        return IntStream.range(0, KILLS)
                .mapToObj(k -> new Kill(k, 1 + random.nextInt((EPOCHS - 1) * STEPS_PER_EPOCH - 1)));
    }

    @ParameterizedTest
    @MethodSource("kills")
    void a_training_that_was_killed_within_an_epoch_ends_with_the_same_bytes(Kill kill) throws Exception {
        tried++;
        Path run = directory.resolve("run-" + kill.number());
        Path output = directory.resolve("output");
        List<String> watched = new ArrayList<>(Program.tiny(run, RECVAE));
        watched.addAll(List.of("-Dtrain.ui=true", "-Dtrain.uiPort=0"));
        int step;
        try (Program program = Program.start(output, watched)) {
            program.await("train: running");
            step = awaitStep(output, kill.step());
            program.kill();
        }
        int epochs = step / STEPS_PER_EPOCH; // that were over
        String killed = Files.readString(output);
        if (step % STEPS_PER_EPOCH > 0 && !killed.contains("epoch " + (epochs + 1) + "/")) {
            withinAnEpoch++;
        }
        assertThat(run.resolve(RunLayout.TRAIN)).doesNotExist();

        Program.Result result = Program.run(output, Program.tiny(run, RECVAE));
        assertThat(result.exitCode()).as(result.output()).isZero();
        for (int epoch = 1; epoch < epochs; epoch++) { // the last one's checkpoint may not have been complete
            assertThat(result.output()).doesNotContain("epoch " + epoch + "/");
        }
        assertThat(outputs(run)).isEqualTo(expected);
        kept++;
    }

    /** Waits until the page of the training shows a step, or a later one, and returns it. */
    private static int awaitStep(Path output, int step) throws Exception {
        Matcher address = ADDRESS.matcher(Files.readString(output));
        assertThat(address.find()).as(Files.readString(output)).isTrue();
        HttpClient browser = HttpClient.newHttpClient();
        HttpRequest page = HttpRequest.newBuilder(URI.create(address.group(1))).build();
        while (true) {
            int shown = 0;
            Matcher steps =
                    STEP.matcher(browser.send(page, BodyHandlers.ofString()).body());
            while (steps.find()) {
                shown = Math.max(shown, Integer.parseInt(steps.group(1)));
            }
            if (shown >= step) {
                return shown;
            }
        }
    }

    /** What train's manifest says of its outputs, once the files have been found to be that. */
    private static SortedMap<String, FileHash> outputs(Path run) throws Exception {
        Path train = run.resolve(RunLayout.TRAIN);
        SortedMap<String, FileHash> outputs = Manifest.read(train).outputs();
        assertThat(outputs).containsKeys("weights.safetensors", "history.csv");
        for (Map.Entry<String, FileHash> file : outputs.entrySet()) {
            assertThat(FileHash.of(train.resolve(file.getKey())))
                    .as(file.getKey())
                    .isEqualTo(file.getValue());
        }
        return outputs;
    }
}
