package multvae.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import multvae.config.ModelSettings.ItemLayers;
import multvae.matrix.CsrMatrix;
import multvae.model.Adam;
import multvae.model.Batch;
import multvae.model.Half;
import multvae.model.LossTerms;
import multvae.model.ModelScorer;
import multvae.model.Network;
import multvae.model.Parameters;
import multvae.model.Randomness;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * 54 steps from the same weights, batches, dropout, noise and beta as a second implementation (numpy, float64:
 * src/test/python/golden_losses.py). Nine epochs, so that smaller last batches and beta's cap are crossed.
 */
final class GoldenLossTest {

    private static final double RELATIVE = 5e-6; // adding up float32 moves no term by more than 1e-6

    @ParameterizedTest(name = "{0}, first layer {1}")
    @CsvSource({
        "losses-mult-vae, DENSE",
        "losses-mult-vae, SPARSE",
        "losses-mult-vae-two-hidden, DENSE",
        "losses-mult-vae-two-hidden, SPARSE",
        "losses-mult-dae, DENSE",
        "losses-mult-dae, SPARSE",
        "losses-mult-dae-two-hidden, DENSE",
        "losses-mult-dae-two-hidden, SPARSE"
    })
    void every_loss_equals_the_second_implementations(String name, ItemLayers itemLayers) throws IOException {
        JsonNode golden = golden(name);
        Architecture architecture = architecture(golden);
        CsrMatrix matrix = GoldenInputs.matrix();
        KlAnnealing annealing = new KlAnnealing(
                architecture.variational() ? new Annealing.Linear(0.2, 150) : new Annealing.Constant(0));
        At at = At.builder().operation(Operation.TRAINING).build();
        Parameters parameters = goldenWeights(architecture);
        try (parameters;
                Network network = Network.of(itemLayers, architecture, parameters);
                Adam adam = new Adam(parameters);
                BatchSource batches = new BatchSource(
                        matrix,
                        GoldenInputs.BATCH_SIZE,
                        OptionalInt.empty(),
                        network,
                        randomness(golden, architecture.latent()))) {
            TrainingStep step =
                    new TrainingStep(network, adam, Clipping.of(OptionalDouble.empty()), List.of(annealing));
            for (int t = 0; t < GoldenInputs.STEPS; t++) {
                int number = t % GoldenInputs.STEPS_PER_EPOCH;
                at.setEpoch(t / GoldenInputs.STEPS_PER_EPOCH);
                at.setIteration(t);
                if (number == 0) {
                    batches.startPass(at.epoch(), Half.BOTH);
                }
                Batch.Training batch = batches.batch(number);
                LossTerms terms = step.take(batch, at, t, 1e-3);
                JsonNode expected = golden.get("steps").get(t); // nll, kl, beta, penalty, loss
                assertClose(terms.nll(), expected.get(0), "nll of step " + t);
                assertClose(terms.kl(), expected.get(1), "kl of step " + t);
                assertClose(batch.beta(), expected.get(2), "beta of step " + t);
                assertClose(terms.penalty(), expected.get(3), "penalty of step " + t);
                assertClose(terms.loss(), expected.get(4), "loss of step " + t);
            }
            assertEvaluation(golden, network, matrix);
        }
    }

    private static void assertEvaluation(JsonNode golden, Network network, CsrMatrix matrix) {
        try (ModelScorer scorer = new ModelScorer(network)) {
            float[] scores = new float[GoldenInputs.USERS * GoldenInputs.ITEMS];
            LossTerms evaluation = scorer.evaluate(matrix, 0, GoldenInputs.USERS, scores);
            JsonNode expected = golden.get("evaluation");
            assertClose(evaluation.nll(), expected.get(0), "nll in evaluation");
            assertClose(evaluation.kl(), expected.get(1), "kl in evaluation");
            assertClose(evaluation.penalty(), expected.get(3), "penalty in evaluation");
            GoldenAssertions.assertLogits(scores, golden.get("logits"));
        }
    }

    private static void assertClose(double actual, JsonNode expected, String what) {
        GoldenAssertions.assertClose(actual, expected, RELATIVE, what);
    }

    private static Architecture architecture(JsonNode golden) {
        boolean variational = golden.get("variational").booleanValue();
        List<Integer> q = integers(golden.get("qDims"));
        List<Integer> p = integers(golden.get("pDims"));
        return new Architecture(
                GoldenInputs.ITEMS,
                variational ? ModelType.MULT_VAE : ModelType.MULT_DAE,
                q.subList(1, q.size()),
                p.subList(0, p.size() - 1),
                numbers(golden.get("qDropout")),
                numbers(golden.get("pDropout")),
                Activation.TANH,
                variational ? 0 : 2e-5);
    }

    private static GoldenRandomness randomness(JsonNode golden, int latent) {
        List<Integer> inputs = new ArrayList<>(integers(golden.get("qDims")));
        inputs.remove(inputs.size() - 1);
        inputs.addAll(integers(golden.get("pDims")));
        return new GoldenRandomness(latent, inputs);
    }

    private static List<Integer> integers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::intValue)
                .toList();
    }

    private static List<Double> numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::doubleValue)
                .toList();
    }

    private static Parameters goldenWeights(Architecture architecture) {
        Parameters parameters = Parameters.initial(architecture, new Randomness.Seeded(0));
        List<String> layers = architecture.layerNames();
        for (int l = 0; l < layers.size(); l++) {
            INDArray weight = parameters.get(layers.get(l) + ".weight");
            boolean transposed = l + 1 == layers.size();
            int in = (int) weight.size(transposed ? 1 : 0);
            int out = (int) weight.size(transposed ? 0 : 1);
            float[] weights = GoldenInputs.weights(l, in, out); // [in, out]
            for (int i = 0; i < in; i++) {
                for (int o = 0; o < out; o++) {
                    weight.putScalar(transposed ? new int[] {o, i} : new int[] {i, o}, weights[i * out + o]);
                }
            }
            float[] biases = GoldenInputs.biases(l, out);
            for (int o = 0; o < out; o++) {
                parameters.get(layers.get(l) + ".bias").putScalar(o, biases[o]);
            }
        }
        return parameters;
    }

    private static JsonNode golden(String name) throws IOException {
        try (InputStream in = GoldenLossTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
