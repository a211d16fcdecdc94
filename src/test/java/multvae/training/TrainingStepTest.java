package multvae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import multvae.config.ModelSettings.ItemLayers;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.model.Adam;
import multvae.model.Half;
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

final class TrainingStepTest {

    /** Two of four items; a decoder of one hidden unit and a Mult-DAE's latent one. */
    private static final CsrMatrix USER = new CsrMatrix(4, new int[] {0, 2}, new int[] {0, 1});

    private static final Architecture ARCHITECTURE = new Architecture(
            4, ModelType.MULT_DAE, List.of(2), List.of(2), List.of(0.0), List.of(0.0), Activation.TANH, 0);

    /**
     * z is (0, 0), so the logits are the biases: 0, 0, 10, 0, and the loss is about 20. The gradient by z's first element
     * is 2 * softmax of item 2 * its weight of 3e38, which is more than a float holds.
     */
    @ParameterizedTest
    @CsvSource({"DENSE, ", "DENSE, 0.5", "SPARSE, ", "SPARSE, 0.5"})
    void a_gradient_that_is_not_finite_leaves_the_parameters_as_they_are(ItemLayers itemLayers, Double clipNorm) {
        try (Parameters parameters = Parameters.initial(ARCHITECTURE, new Randomness.Seeded(1))) {
            parameters.assign(parameters.zeros());
            parameters.get("p0.bias").putScalar(2, 10);
            parameters.get("p0.weight").putScalar(2, 0, 3e38);
            Map<String, INDArray> before = new HashMap<>();
            parameters
                    .names()
                    .forEach(name -> before.put(name, parameters.get(name).dup()));
            try (Network network = Network.of(itemLayers, ARCHITECTURE, parameters);
                    Adam adam = new Adam(parameters);
                    BatchSource batches =
                            new BatchSource(USER, 1, OptionalInt.empty(), network, new Randomness.Seeded(1))) {
                TrainingStep step = new TrainingStep(
                        network,
                        adam,
                        Clipping.of(clipNorm == null ? OptionalDouble.empty() : OptionalDouble.of(clipNorm)),
                        List.of());
                At at = At.builder().operation(Operation.TRAINING).build();
                batches.startPass(0, Half.BOTH);
                assertThatThrownBy(() -> step.take(batches.batch(0), at, 0, 1e-3))
                        .isInstanceOf(UserError.class)
                        .hasMessageContaining("step 0 of epoch 1")
                        .hasMessageContaining("gradient")
                        .hasMessageContaining("nll 20");
                before.forEach((name, values) -> {
                    assertThat(parameters.get(name)).as(name).isEqualTo(values);
                    assertThat(adam.firstMoments().get(name).sumNumber().doubleValue())
                            .as("m of " + name)
                            .isZero();
                    assertThat(adam.secondMoments().get(name).sumNumber().doubleValue())
                            .as("v of " + name)
                            .isZero();
                });
            }
        }
    }
}
