package multvae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import multvae.config.ModelSettings.ItemLayers;
import multvae.matrix.CsrMatrix;
import multvae.model.Adam;
import multvae.model.Batch;
import multvae.model.LossTerms;
import multvae.model.ModelScorer;
import multvae.model.Network;
import multvae.model.Parameters;
import multvae.model.Randomness;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;
import multvae.weights.Architecture.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * 36 steps of a RecVAE, two rounds of two passes for the encoder and one for the decoder, from the same weights, batches, dropout
 * and noise as PyTorch (float64: src/test/python/golden_recvae.py).
 */
final class GoldenRecVaeTest {

    private static final double RELATIVE = 1e-5;

    @ParameterizedTest
    @EnumSource
    void every_loss_and_what_is_trained_equal_pytorchs(ItemLayers itemLayers) throws IOException {
        JsonNode golden = golden();
        Architecture architecture = architecture(golden);
        int passes = golden.get("encoderPasses").intValue()
                + golden.get("decoderPasses").intValue();
        TrainingTask task = Example.task(
                "model.type = recvae",
                "model { pDims = [4], qDims = [12, 12, 12, 12, 4] }",
                "train.recvae { gamma = " + golden.get("gamma") + ", encoderPasses = " + golden.get("encoderPasses")
                        + ", decoderPasses = " + golden.get("decoderPasses") + " }");
        assertThat(task.architecture()).isEqualTo(architecture);
        Passes rounds = task.passes();
        List<Integer> inputs = new ArrayList<>(List.of(GoldenInputs.ITEMS));
        GoldenRandomness randomness = new GoldenRandomness(architecture.latent(), inputs);
        At at = At.builder().operation(Operation.TRAINING).build();
        CsrMatrix matrix = GoldenInputs.matrix();
        try (Parameters parameters = Parameters.initial(architecture, new Randomness.Seeded(0));
                Parameters prior = Parameters.prior(architecture, new Randomness.Seeded(0))) {
            fill(architecture.parameters(), parameters, 100);
            fill(architecture.encoderParameters(), prior, 300);
            try (Network network = Network.of(itemLayers, architecture, parameters, prior);
                    Adam adam = new Adam(parameters);
                    BatchSource batches = new BatchSource(
                            matrix, GoldenInputs.BATCH_SIZE, OptionalInt.empty(), network, randomness)) {
                TrainingStep step = new TrainingStep(
                        network, adam, Clipping.of(OptionalDouble.empty()), List.of(new KlAnnealing(task.annealing())));
                int perPass = GoldenInputs.STEPS_PER_EPOCH;
                JsonNode steps = golden.get("steps");
                assertThat(steps).hasSize(36);
                for (int t = 0; t < steps.size(); t++) {
                    int pass = t / perPass % passes;
                    if (t % perPass == 0) {
                        if (rounds.beginsWithCopy(pass)) {
                            prior.assign(parameters);
                        }
                        batches.startPass(t / perPass, rounds.half(pass));
                    }
                    at.setIteration(t);
                    Batch.Training batch = batches.batch(t % perPass);
                    long adamSteps = rounds.adamSteps(t / perPass / passes, t % (perPass * passes), perPass);
                    LossTerms terms = step.take(batch, at, adamSteps, 1e-3);
                    assertClose(terms.nll(), steps.get(t).get(0), "nll of step " + t);
                    assertClose(terms.kl(), steps.get(t).get(1), "kl of step " + t);
                    assertClose(terms.loss(), steps.get(t).get(2), "loss of step " + t);
                }
                assertParameters(golden, architecture, parameters);
                assertEvaluation(golden, network, matrix);
            }
        }
    }

    private static void assertParameters(JsonNode golden, Architecture architecture, Parameters parameters) {
        for (Parameter parameter : architecture.parameters()) {
            JsonNode expected = golden.get("parameters").get(parameter.name()); // sum, norm, the first five
            INDArray values = parameters.get(parameter.name());
            INDArray inOrder = parameter.layer().transposed() && values.rank() == 2 ? values.transpose() : values;
            double norm = expected.get(1).doubleValue();
            assertThat(values.norm2Number().doubleValue())
                    .as("norm of " + parameter.name())
                    .isCloseTo(norm, within(RELATIVE * norm));
            assertThat(values.sumNumber().doubleValue())
                    .as("sum of " + parameter.name())
                    .isCloseTo(
                            expected.get(0).doubleValue(),
                            within(RELATIVE * norm * Math.sqrt((double) values.length())));
            for (int k = 2; k < expected.size(); k++) {
                assertThat(inOrder.dup('c').data().getDouble(k - 2))
                        .as(parameter.name() + " " + (k - 2))
                        .isCloseTo(expected.get(k).doubleValue(), within(RELATIVE));
            }
        }
    }

    private static void assertEvaluation(JsonNode golden, Network network, CsrMatrix matrix) {
        try (ModelScorer scorer = new ModelScorer(network)) {
            float[] scores = new float[GoldenInputs.USERS * GoldenInputs.ITEMS];
            LossTerms evaluation = scorer.evaluate(matrix, 0, GoldenInputs.USERS, scores);
            assertClose(evaluation.nll(), golden.get("evaluation").get(0), "nll in evaluation");
            assertClose(evaluation.kl(), golden.get("evaluation").get(1), "kl in evaluation");
            GoldenAssertions.assertLogits(scores, golden.get("logits"));
        }
    }

    private static void assertClose(double actual, JsonNode expected, String what) {
        GoldenAssertions.assertClose(actual, expected, RELATIVE, what);
    }

    /** @param first the stream of the first layer's weight; biases, factors and shifts of norms follow at fixed distances */
    private static void fill(List<Parameter> all, Parameters parameters, int first) {
        for (Parameter parameter : all) {
            int layer = parameter.layer().number();
            int in = parameter.layer().in();
            int out = parameter.layer().out();
            double bound = 1 / Math.sqrt(in);
            INDArray array = parameters.get(parameter.name());
            switch (parameter.role()) {
                case WEIGHT -> {
                    boolean transposed = parameter.layer().transposed();
                    for (int i = 0; i < in; i++) {
                        for (int o = 0; o < out; o++) {
                            array.putScalar(transposed ? new int[] {o, i} : new int[] {i, o}, (float)
                                    (drawn(first + layer, i * out + o) * bound));
                        }
                    }
                }
                case BIAS -> fill(array, first + 100 + layer, 0, bound);
                case NORM_WEIGHT -> fill(array, first + 400 + layer, 1, 0.1);
                case NORM_BIAS -> fill(array, first + 500 + layer, 0, 0.1);
            }
        }
    }

    private static void fill(INDArray array, int stream, double middle, double bound) {
        for (int i = 0; i < array.length(); i++) {
            array.putScalar(i, (float) (middle + drawn(stream, i) * bound));
        }
    }

    private static double drawn(int stream, int index) {
        return 2 * GoldenInputs.uniform(stream, index) - 1;
    }

    private static Architecture architecture(JsonNode golden) {
        int layers = golden.get("layers").intValue();
        int latent = golden.get("latent").intValue();
        List<Integer> sizes =
                new ArrayList<>(Collections.nCopies(layers, golden.get("hidden").intValue()));
        sizes.add(latent);
        List<Double> dropout = new ArrayList<>(Collections.nCopies(layers + 1, 0.0));
        dropout.set(0, golden.get("rate").doubleValue());
        return new Architecture(
                GoldenInputs.ITEMS,
                ModelType.RECVAE,
                sizes,
                List.of(latent),
                dropout,
                List.of(0.0),
                Activation.SWISH,
                0);
    }

    private static JsonNode golden() throws IOException {
        try (InputStream in = GoldenRecVaeTest.class.getResourceAsStream("/golden/losses-recvae.json")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
