package multvae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import multvae.run.RunLayout;
import multvae.training.StopRequest.TrainingStopped;
import multvae.weights.Ranges;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole trainings whose softmax is over a sample of the items: 15 of those that no user of the batch has. */
final class SampledSoftmaxTest {

    private static final String SAMPLED = "train { softmax = sampled, sampledItems = 15, epochs = 3 }";
    private static final String VAE = "train.clipNorm = 0.5";
    private static final String DAE = "model { type = mult-dae, pDims = [8] }";
    private static final String RECVAE =
            "model { type = recvae, pDims = [8], qDims = [24, 24, 8] }, train.recvae.encoderPasses = 1";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {VAE, DAE, RECVAE})
    void one_that_is_stopped_or_killed_and_run_again_ends_with_the_same_bytes(String model) throws IOException {
        Path whole = train("whole", SAMPLED, model);
        Path broken = Files.createDirectory(directory.resolve("broken"));
        StopRequest stop = new StopRequest();
        assertThatThrownBy(() -> Trainer.train(
                        Example.task(SAMPLED, model),
                        Optional.empty(),
                        broken,
                        new Example.Watcher(8, () -> Example.request(stop)),
                        stop))
                .isInstanceOf(TrainingStopped.class);
        Example.Watcher kill = new Example.Watcher(7, () -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(() ->
                        Trainer.train(Example.task(SAMPLED, model), Optional.empty(), broken, kill, new StopRequest()))
                .hasMessage("killed");
        Example.Watcher again = new Example.Watcher();
        Trainer.train(Example.task(SAMPLED, model), Optional.empty(), broken, again, new StopRequest());
        assertThat(again.notes).singleElement().asString().startsWith("resuming from");
        assertSameBytes(broken, whole);
    }

    @Test
    void a_sample_of_all_items_gives_the_bytes_of_a_full_softmax() throws IOException {
        Path full = train("full", "train.epochs = 2");
        assertSameBytes(train("all", "train { softmax = sampled, sampledItems = 211, epochs = 2 }"), full);
        assertThat(Files.mismatch(
                        train("some", "train { softmax = sampled, epochs = 2, sampledItems = 15 }")
                                .resolve(RunLayout.WEIGHTS.file()),
                        full.resolve(RunLayout.WEIGHTS.file())))
                .isNotNegative();
    }

    /** More threads than there are parts, too. */
    @Test
    void the_number_of_threads_changes_no_byte() throws IOException, InterruptedException, ExecutionException {
        Path expected = train("expected", SAMPLED, VAE);
        for (int threads : new int[] {1, Ranges.PARTS + 8}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                assertSameBytes(
                        pool.submit(() -> train(threads + " threads", SAMPLED, VAE))
                                .get(),
                        expected);
            } finally {
                pool.shutdown();
            }
        }
    }

    private Path train(String name, String... lines) throws IOException {
        Path trained = Files.createDirectory(directory.resolve(name));
        Trainer.train(Example.task(lines), Optional.empty(), trained, new Example.Watcher(), new StopRequest());
        return trained;
    }

    private static void assertSameBytes(Path actual, Path expected) {
        for (RunLayout.Artifact artifact : List.of(RunLayout.WEIGHTS, RunLayout.HISTORY)) {
            assertThat(actual.resolve(artifact.file()))
                    .as(artifact.file())
                    .hasSameBinaryContentAs(expected.resolve(artifact.file()));
        }
    }
}
