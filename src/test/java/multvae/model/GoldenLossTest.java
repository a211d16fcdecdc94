package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import multvae.config.AnnealSettings;
import multvae.data.CsrMatrix;
import multvae.model.Architecture.Layer;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * 54 steps from the same weights, batches, dropout, noise and beta as a second implementation (numpy, float64:
 * src/test/python/golden_losses.py). Nine epochs, so that smaller last batches and beta's cap are crossed.
 */
final class GoldenLossTest {

    private static final double RELATIVE = 5e-6; // adding up float32 moves no term by more than 1e-6

    @Test
    void every_loss_equals_the_second_implementations() throws IOException {
        JsonNode golden = golden();
        Architecture architecture = new Architecture(GoldenInputs.ITEMS, List.of(24, 8), List.of(8, 24));
        ElboGraph graph = ElboGraph.create(architecture, DataType.FLOAT);
        setGoldenWeights(graph);
        CsrMatrix matrix = GoldenInputs.matrix();
        KlAnnealing annealing =
                new KlAnnealing(Annealing.of(new AnnealSettings(0.2, OptionalLong.of(150), OptionalInt.empty()), 6, 9));
        LossMeter meter = new LossMeter(annealing);
        Recorder recorder = new Recorder(annealing, meter);

        try (BatchSource batches =
                        new BatchSource(matrix, GoldenInputs.BATCH_SIZE, 0.5, architecture, new GoldenRandomness());
                TrainingLoop loop = new TrainingLoop(graph, batches, 1e-3, List.of(annealing, meter, recorder))) {
            loop.run(GoldenInputs.EPOCHS);
        }

        assertThat(recorder.steps).hasSize(GoldenInputs.STEPS);
        for (int step = 0; step < GoldenInputs.STEPS; step++) {
            JsonNode expected = golden.get("steps").get(step); // nll, kl, beta, penalty, loss
            double[] actual = recorder.steps.get(step);
            assertClose(actual[0], expected.get(0).doubleValue(), "nll of step " + step);
            assertClose(actual[1], expected.get(1).doubleValue(), "kl of step " + step);
            assertThat(actual[2])
                    .as("beta of step %d", step)
                    .isEqualTo(expected.get(2).doubleValue());
            assertClose(actual[3], expected.get(4).doubleValue(), "loss of step " + step);
        }
        try (ModelScorer scorer = new ModelScorer(graph)) {
            float[] scores = new float[GoldenInputs.USERS * GoldenInputs.ITEMS];
            scorer.score(matrix, 0, GoldenInputs.USERS, scores);
            LossTerms evaluation = scorer.takeLoss(0.2);
            assertClose(evaluation.nll(), golden.get("evaluation").get(0).doubleValue(), "nll in evaluation");
            assertClose(evaluation.kl(), golden.get("evaluation").get(1).doubleValue(), "kl in evaluation");
            golden.get("logits").properties().forEach(user -> {
                for (int item = 0; item < user.getValue().size(); item++) {
                    assertThat((double) scores[Integer.parseInt(user.getKey()) * GoldenInputs.ITEMS + item])
                            .as("logit of user %s, item %d", user.getKey(), item)
                            .isCloseTo(user.getValue().get(item).doubleValue(), within(1e-5));
                }
            });
        }
    }

    private static void assertClose(double actual, double expected, String what) {
        assertThat(actual).as(what).isCloseTo(expected, within(RELATIVE * Math.abs(expected)));
    }

    private static void setGoldenWeights(ElboGraph graph) {
        List<Layer> layers = graph.architecture().layers();
        for (int l = 0; l < layers.size(); l++) {
            Layer layer = layers.get(l);
            float[] weights = GoldenInputs.weights(l, layer.in(), layer.out()); // [in, out]
            for (int in = 0; in < layer.in(); in++) {
                for (int out = 0; out < layer.out(); out++) {
                    int[] at = layer.transposed() ? new int[] {out, in} : new int[] {in, out};
                    graph.parameter(layer.weight()).putScalar(at, weights[in * layer.out() + out]);
                }
            }
            float[] biases = GoldenInputs.biases(l, layer.out());
            for (int out = 0; out < biases.length; out++) {
                graph.parameter(layer.bias()).putScalar(out, biases[out]);
            }
        }
    }

    private static JsonNode golden() throws IOException {
        try (InputStream in = GoldenLossTest.class.getResourceAsStream("/golden/losses-mult-vae.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static final class Recorder extends BaseListener {

        private final KlAnnealing annealing;
        private final LossMeter meter;
        private final List<double[]> steps = new ArrayList<>();

        Recorder(KlAnnealing annealing, LossMeter meter) {
            this.annealing = annealing;
            this.meter = meter;
        }

        @Override
        public boolean isActive(Operation operation) {
            return operation == Operation.TRAINING;
        }

        @Override
        public void iterationDone(SameDiff sd, At at, MultiDataSet batch, Loss loss) {
            LossTerms terms = meter.step();
            steps.add(new double[] {terms.nll(), terms.kl(), annealing.beta(), terms.loss()});
        }
    }

    private static final class GoldenRandomness implements Randomness {

        @Override
        public int[] userOrder(int epoch, int users) {
            return GoldenInputs.order(epoch);
        }

        @Override
        public Mask dropout(int epoch, int batch, double rate) {
            int step = epoch * GoldenInputs.STEPS_PER_EPOCH + batch;
            boolean[] kept = GoldenInputs.kept(step, 0, GoldenInputs.BATCH_SIZE, GoldenInputs.ITEMS, rate);
            return element -> kept[(int) element];
        }

        @Override
        public void noise(int epoch, int batch, float[] noise, int count) {
            int step = epoch * GoldenInputs.STEPS_PER_EPOCH + batch;
            int latent = 8;
            System.arraycopy(GoldenInputs.noise(step, count / latent, latent), 0, noise, 0, count);
        }
    }
}
