package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** SameDiff's gradient of the whole ELBO against central finite differences, every parameter, in double precision. */
final class GradientTest {

    private static final double BETA = 0.3;
    private static final double STEP = 1e-5;
    /** Two hidden layers on either side. */
    private static final Architecture ARCHITECTURE = new Architecture(11, List.of(7, 5, 3), List.of(3, 5, 7));

    private final SplittableRandom random = new SplittableRandom(20180423);

    @ParameterizedTest(name = "a batch of {0}")
    @ValueSource(ints = {1, 6})
    void gradients_equal_finite_differences(int users) {
        ElboGraph graph = ElboGraph.create(ARCHITECTURE, DataType.DOUBLE);
        SameDiff sd = graph.sameDiff();
        for (String name : graph.parameterNames()) {
            fill(graph.parameter(name), 0.6);
        }
        Map<String, INDArray> placeholders = placeholders(users);
        Map<String, INDArray> gradients = sd.calculateGradients(placeholders, graph.parameterNames());

        for (String name : graph.parameterNames()) {
            INDArray parameter = graph.parameter(name);
            INDArray gradient = gradients.get(name);
            for (long i = 0; i < parameter.length(); i++) {
                double numeric = (lossWith(sd, parameter, i, STEP, placeholders)
                                - lossWith(sd, parameter, i, -STEP, placeholders))
                        / (2 * STEP);
                double error = Math.abs(gradient.getDouble(i) - numeric);
                assertThat(error)
                        .as("%s[%d]: gradient %s, finite difference %s", name, i, gradient.getDouble(i), numeric)
                        .isLessThanOrEqualTo(Math.max(1e-8, 1e-5 * Math.abs(numeric)));
            }
        }
    }

    private double lossWith(
            SameDiff sd, INDArray parameter, long index, double change, Map<String, INDArray> placeholders) {
        double original = parameter.getDouble(index);
        parameter.putScalar(index, original + change);
        double loss =
                sd.output(placeholders, ElboGraph.LOSS).get(ElboGraph.LOSS).getDouble(0);
        parameter.putScalar(index, original);
        return loss;
    }

    /** A ragged batch: the u-th user has 1 + 3 u mod 8 items; the last of several has none. */
    private Map<String, INDArray> placeholders(int users) {
        INDArray target = Nd4j.zeros(DataType.DOUBLE, users, ARCHITECTURE.items());
        INDArray input = Nd4j.zeros(DataType.DOUBLE, users, ARCHITECTURE.items());
        for (int u = 0; u < users; u++) {
            int events = users > 1 && u == users - 1 ? 0 : 1 + 3 * u % 8;
            for (int k = 0; k < events; k++) {
                int item = (5 * k + u) % ARCHITECTURE.items();
                target.putScalar(u, item, 1);
                input.putScalar(u, item, k % 3 == 2 ? 0 : 2 / Math.sqrt(events)); // a third dropped out
            }
        }
        INDArray epsilon = Nd4j.zeros(DataType.DOUBLE, users, ARCHITECTURE.latent());
        fill(epsilon, 2);
        return Map.of(
                ElboGraph.INPUT, input,
                ElboGraph.TARGET, target,
                ElboGraph.EPSILON, epsilon,
                ElboGraph.ANNEAL, Nd4j.scalar(DataType.DOUBLE, BETA));
    }

    private void fill(INDArray array, double bound) {
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, (2 * random.nextDouble() - 1) * bound);
        }
    }
}
