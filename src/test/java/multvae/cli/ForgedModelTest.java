package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import multvae.testing.Forgery;
import multvae.testing.InitialisedByForgery;
import multvae.training.StopRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/** SameDiff.load initialises whatever class a model.fb names. Nothing of ours lets it. */
final class ForgedModelTest {

    @TempDir
    private Path directory;

    private final List<Integer> exitCodes = new ArrayList<>();

    private void execute(String... arguments) {
        exitCodes.add(Commands.execute(new StopRequest(), arguments));
    }

    private void run(Path run, String... more) throws IOException {
        execute(Program.tiny(run, more).toArray(String[]::new));
    }

    @Test
    void whatever_opens_a_run_or_a_bundle_initialises_no_class_that_its_model_names() throws IOException {
        Path run = directory.resolve("run");
        Path bundle = directory.resolve("bundle");
        run(run);
        execute("bundle", "--run", run.toString(), "--to", bundle.toString());
        for (Path model : List.of(run.resolve("train/model.fb"), bundle.resolve("model.fb"))) {
            Files.write(model, forged());
        }
        Forgery.seal(run);
        Forgery.seal(bundle);

        run(run, "--stage", "evaluate", "--force");
        List<String> plan = new ArrayList<>(Program.tiny(run));
        plan.set(0, "plan");
        execute(plan.toArray(String[]::new));
        execute("inspect", run.toString());
        execute("diff", run.toString(), run.toString());
        execute("recommend", "--run", run.toString(), "--likes", "1");
        execute("recommend", "--run", bundle.toString(), "--likes", "1");
        execute(
                "bundle",
                "--run",
                run.toString(),
                "--to",
                directory.resolve("again").toString());
        run(run, "--stage", "train", "-Dtrain.epochs=3");
        assertThat(exitCodes).isEqualTo(Collections.nCopies(10, 0));
        assertThat(System.getProperty(InitialisedByForgery.PROPERTY)).isNull();

        // The forgery does what it is for: else this test would prove nothing.
        assertThatThrownBy(() -> SameDiff.load(bundle.resolve("model.fb").toFile(), true));
        assertThat(System.getProperty(InitialisedByForgery.PROPERTY)).isEqualTo("true");
    }

    /** A graph that has its updater's class under another name. */
    private byte[] forged() throws IOException {
        SameDiff graph = SameDiff.create();
        graph.var("w", DataType.FLOAT, 2, 2).norm2("loss");
        graph.setLossVariables("loss");
        graph.setTrainingConfig(TrainingConfig.builder()
                .updater(new Adam())
                .dataSetFeatureMapping("x")
                .dataSetLabelMapping("y")
                .build());
        Path file = directory.resolve("graph.fb");
        graph.save(file.toFile(), false);
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains(Adam.class.getName());
        assertThat(InitialisedByForgery.NAME).hasSameSizeAs(Adam.class.getName());
        return bytes.replace(Adam.class.getName(), InitialisedByForgery.NAME).getBytes(StandardCharsets.ISO_8859_1);
    }
}
