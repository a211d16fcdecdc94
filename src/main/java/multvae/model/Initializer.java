package multvae.model;

import java.util.List;
import java.util.SplittableRandom;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters before training: weights Xavier-uniform, U(-b, b) with b = sqrt(6 / (in + out)) (Glorot and Bengio
 * 2010), biases normal with standard deviation 0.001, truncated at two of them, as in the authors' notebook.
 */
public final class Initializer {

    private static final double BIAS_DEVIATION = 0.001;

    private Initializer() {}

    /** New parameters; the same seed gives the same values. */
    public static Parameters initialize(Architecture architecture, SeededRandomness randomness) {
        Parameters parameters = Parameters.zeros(architecture, DataType.FLOAT);
        List<Layer> layers = architecture.layers();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            SplittableRandom random = randomness.forParameter(i);
            double bound = Math.sqrt(6.0 / (layer.in() + layer.out()));
            // The draws run over [in, out], so that a layer's values do not depend on how its weight is stored.
            float[] weight = new float[Math.multiplyExact(layer.in(), layer.out())];
            for (int in = 0; in < layer.in(); in++) {
                for (int out = 0; out < layer.out(); out++) {
                    int at = layer.transposed() ? out * layer.in() + in : in * layer.out() + out;
                    weight[at] = (float) ((2 * random.nextDouble() - 1) * bound);
                }
            }
            set(parameters.get(layer.weight()), weight);
            float[] bias = new float[layer.out()];
            for (int out = 0; out < bias.length; out++) {
                bias[out] = (float) (truncatedGaussian(random) * BIAS_DEVIATION);
            }
            set(parameters.get(layer.bias()), bias);
        }
        return parameters;
    }

    private static double truncatedGaussian(SplittableRandom random) {
        double draw;
        do {
            draw = random.nextGaussian();
        } while (Math.abs(draw) > 2);
        return draw;
    }

    private static void set(INDArray parameter, float[] values) {
        HostFloats.write(parameter, buffer -> buffer.put(0, values));
    }
}
