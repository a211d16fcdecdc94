package multvae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.model.Adam;
import multvae.model.Batch;
import multvae.model.Half;
import multvae.model.LossTerms;
import multvae.model.Network;
import multvae.model.Parameters;
import multvae.model.Randomness;
import multvae.run.RunLayout;
import multvae.testing.TrustTable;
import multvae.training.StopRequest.TrainingStopped;
import multvae.weights.Architecture.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Steps that workers take together against those of one process. */
final class SharedStepsTest {

    @TempDir
    private Path directory;

    private static final class Losses implements TrainingProgress {

        private final List<LossTerms> all = new ArrayList<>();

        @Override
        public void stepDone(int users, LossTerms loss, double beta) {
            all.add(loss);
        }
    }

    private static TrainingTask task(int workers, String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(lines));
        if (workers > 1) {
            all.add("engine = spark, train.workers = " + workers);
        }
        return Example.task(all.toArray(String[]::new));
    }

    private Path train(String name, TrainingTask task, Optional<Workers> workers, TrainingProgress progress)
            throws IOException {
        Path at = Files.createDirectory(directory.resolve(name));
        Trainer.train(
                task,
                task.settings().epochs(),
                Optional.empty(),
                new TrainingSite(at, workers, progress, new StopRequest()));
        return at;
    }

    private static Optional<Workers> workers(TrainingTask task) {
        return Optional.of(new ReplicasHere(
                task.settings().parallel().workers(), task.data().train()));
    }

    /** Those after the last step, from its checkpoint. */
    private static Map<String, INDArray> weights(Path trained, TrainingTask task) throws IOException {
        Map<String, INDArray> weights = new TreeMap<>();
        try (Stream<Path> checkpoints = Files.list(trained.resolve(Trainer.CHECKPOINTS))) {
            Path last = checkpoints.max(Comparator.naturalOrder()).orElseThrow();
            for (Parameter parameter : task.architecture().parameters()) {
                String name = parameter.name();
                weights.put(
                        name,
                        Nd4j.createFromNpyFile(
                                last.resolve("weights." + name + ".npy").toFile()));
            }
        }
        return weights;
    }

    private static double distance(Map<String, INDArray> actual, Map<String, INDArray> expected) {
        double difference = 0;
        double norm = 0;
        for (Map.Entry<String, INDArray> entry : expected.entrySet()) {
            INDArray gap = actual.get(entry.getKey()).sub(entry.getValue());
            difference += Math.pow(gap.norm2Number().doubleValue(), 2);
            norm += Math.pow(entry.getValue().norm2Number().doubleValue(), 2);
        }
        return Math.sqrt(difference / norm);
    }

    private static List<Arguments> models() {
        List<Arguments> models = List.of(
                arguments("mult-vae", "sparse", 5),
                arguments("recvae", "sparse", 2),
                arguments("mult-dae", "sparse", 2),
                arguments("mult-vae", "dense", 3),
                arguments("mult-vae", "sparse", 2));
        return TrustTable.THOROUGH ? models : models.subList(0, 1);
    }

    /** 102 steps; batches of 20, the last of a pass of 3, so that of 5 workers two have nobody then. */
    @ParameterizedTest(name = "{0}, {1}, {2} workers")
    @MethodSource("models")
    void the_losses_are_those_of_one_process(String type, String form, int workers) throws IOException {
        String layers = type.equals("recvae") ? "pDims = [8], qDims = [24, 24, 8]" : "pDims = [8, 24]";
        String[] lines = {
            "model { type = " + type + ", " + layers + ", itemLayers = " + form + " }",
            type.equals("recvae")
                    ? "train { epochs = 6, recvae { encoderPasses = 2, decoderPasses = 1 }, clipNorm = 5 }"
                    : "model { encoderDropout = [0.5, 0.1], decoderDropout = [0.2, 0], weightPenalty = 1e-3 }\n"
                            + "train { epochs = 17, clipNorm = 5 }"
        };
        if (type.equals("mult-dae")) {
            lines[1] = "model { weightPenalty = 1e-3 }\ntrain.epochs = 17";
        }
        Losses expected = new Losses();
        Losses actual = new Losses();
        Path one = train("one", task(1, lines), Optional.empty(), expected);
        TrainingTask shared = task(workers, lines);
        Path many = train("many", shared, workers(shared), actual);

        assertThat(actual.all).hasSameSizeAs(expected.all).hasSizeGreaterThan(100);
        for (int step = 0; step < expected.all.size(); step++) {
            LossTerms loss = expected.all.get(step);
            assertThat(actual.all.get(step).loss())
                    .as("step %d", step)
                    .isCloseTo(loss.loss(), within(1e-4 * Math.abs(loss.loss())));
            assertThat(actual.all.get(step).kl()).isCloseTo(loss.kl(), within(1e-4 * Math.abs(loss.kl()) + 1e-6));
            assertThat(actual.all.get(step).penalty()).isCloseTo(loss.penalty(), within(1e-4 * loss.penalty()));
        }
        assertThat(distance(weights(many, shared), weights(one, shared))).isLessThan(1e-3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void a_training_that_is_stopped_or_loses_a_worker_ends_with_the_same_bytes(int averageEvery) throws IOException {
        TrainingTask task = task(3, "train.averageEvery = " + averageEvery);
        Path whole = train("whole", task, workers(task), TrainingProgress.NONE);

        Path stopped = Files.createDirectory(directory.resolve("stopped"));
        StopRequest stop = new StopRequest();
        Example.Watcher watcher = new Example.Watcher(8, () -> Example.request(stop));
        assertThatThrownBy(() -> Trainer.train(
                        task, 5, Optional.empty(), new TrainingSite(stopped, workers(task), watcher, stop)))
                .isInstanceOf(TrainingStopped.class);
        Trainer.train(
                task,
                5,
                Optional.empty(),
                new TrainingSite(stopped, workers(task), TrainingProgress.NONE, new StopRequest()));

        ReplicasHere losing = new ReplicasHere(3, task.data().train(), 12);
        Path lost = train("lost", task, Optional.of(losing), TrainingProgress.NONE);
        if (averageEvery == 1) {
            assertThat(losing.rounds).isEqualTo(30 + 1);
            assertThat(losing.states)
                    .as("the first step and the one that is taken again")
                    .isEqualTo(2);
        } else {
            assertThat(losing.rounds).as("of 4 and of 2 steps").isEqualTo(2 * 5);
        }
        for (Path other : List.of(stopped, lost)) {
            for (RunLayout.Artifact file : List.of(RunLayout.WEIGHTS, RunLayout.HISTORY)) {
                assertThat(other.resolve(file.file())).hasSameBinaryContentAs(whole.resolve(file.file()));
            }
        }
    }

    /**
     * Without dropout and noise: two trainings of one process on the two parts of the batches, averaged by hand after four steps and,
     * at the end of the pass, after two.
     */
    @Test
    void workers_do_not_begin_a_training_that_cannot_be_validated() throws IOException {
        TrainingTask task = task(2);
        CsrMatrix foldIn = task.data().validationFoldIn();
        CsrMatrix nothing = new CsrMatrix(foldIn.columns(), new int[foldIn.rows() + 1], new int[0]);
        TrainingTask unvalidated = new TrainingTask(
                new TrainingData(task.data().train(), foldIn, nothing),
                Optional.empty(),
                task.architecture(),
                task.itemLayers(),
                task.settings(),
                task.identity());
        ReplicasHere workers = new ReplicasHere(2, task.data().train());
        assertThatThrownBy(() -> train("none", unvalidated, Optional.of(workers), TrainingProgress.NONE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds out an item of some user");
        assertThat(workers.begun).isZero();
    }

    @Test
    void averaging_is_that_of_two_trainings_on_the_two_parts() throws IOException {
        TrainingTask task = task(
                2,
                "model { type = mult-dae, pDims = [12], encoderDropout = [0], weightPenalty = 1e-3 }",
                "train { epochs = 1, averageEvery = 4 }");
        Path trained = train("trained", task, workers(task), TrainingProgress.NONE);

        CsrMatrix users = task.data().train();
        Randomness.Seeded randomness = new Randomness.Seeded(task.settings().seed());
        int[] order = randomness.userOrder(0, users.rows());
        At at = At.builder().operation(Operation.TRAINING).build();
        Parameters[] parameters = new Parameters[2];
        Network[] networks = new Network[2];
        Adam[] adams = new Adam[2];
        int[] trainedUsers = new int[2];
        for (int worker = 0; worker < 2; worker++) {
            parameters[worker] = Parameters.initial(task.architecture(), randomness);
            networks[worker] = Network.of(task.itemLayers(), task.architecture(), parameters[worker]);
            adams[worker] = new Adam(parameters[worker]);
        }
        for (int step = 0; step < 6; step++) {
            int size = step < 5 ? 20 : 3;
            for (int worker = 0; worker < 2; worker++) {
                int from = 20 * step + worker * size / 2;
                int[] part = Arrays.copyOfRange(order, from, 20 * step + (worker + 1) * size / 2);
                try (Batch.Training batch = networks[worker].trainingBatch(part.length)) {
                    batch.fill(users, part, 0, Half.BOTH, 0, step, randomness);
                    new TrainingStep(networks[worker], adams[worker], Clipping.of(OptionalDouble.empty()), List.of())
                            .take(batch, at, step, task.settings().learningRate());
                }
                trainedUsers[worker] += part.length;
            }
            if (step == 3 || step == 5) {
                double share = (double) trainedUsers[0] / (trainedUsers[0] + trainedUsers[1]);
                average(parameters[0], parameters[1], share);
                average(adams[0].firstMoments(), adams[1].firstMoments(), share);
                average(adams[0].secondMoments(), adams[1].secondMoments(), share);
                trainedUsers = new int[2];
            }
        }
        Map<String, INDArray> expected = new TreeMap<>();
        parameters[0].names().forEach(name -> expected.put(name, parameters[0].get(name)));
        assertThat(distance(weights(trained, task), expected)).isLessThan(1e-6);
        Path one = train(
                "one",
                task(
                        1,
                        "model { type = mult-dae, pDims = [12], encoderDropout = [0] }",
                        "model.weightPenalty = 1e-3, train.epochs = 1"),
                Optional.empty(),
                TrainingProgress.NONE);
        assertThat(distance(weights(one, task), expected))
                .as("another training")
                .isGreaterThan(1e-4);
        for (int worker = 0; worker < 2; worker++) {
            networks[worker].close();
            adams[worker].close();
            parameters[worker].close();
        }
    }

    private static void average(Parameters first, Parameters second, double share) {
        for (String name : first.names()) {
            INDArray mean = first.get(name).mul(share).add(second.get(name).mul(1 - share));
            first.get(name).assign(mean);
            second.get(name).assign(mean);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void a_training_that_diverges_names_its_step(int averageEvery) throws IOException {
        TrainingTask task = task(2, "train { learningRate = 1e30, averageEvery = " + averageEvery + " }");
        assertThatThrownBy(() -> train("diverged", task, workers(task), TrainingProgress.NONE))
                .isInstanceOf(Divergence.class)
                .hasMessageContaining("of epoch 1, beta 0.0")
                .hasMessageContaining("learning rate 1.00e+30");
    }

    @Test
    void a_worker_that_sees_other_users_is_the_users_error() throws IOException {
        TrainingTask task = task(2);
        CsrMatrix other = new CsrMatrix(3, new int[] {0, 1}, new int[] {2});
        assertThatThrownBy(() -> train("other", task, Optional.of(new ReplicasHere(2, other)), TrainingProgress.NONE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected 103 of 211 items on every worker, found 1 of 3");
    }

    @Test
    void as_many_workers_have_to_be_there_as_the_settings_have() throws IOException {
        TrainingTask task = task(2);
        assertThatThrownBy(() -> train("none", task, Optional.empty(), TrainingProgress.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
