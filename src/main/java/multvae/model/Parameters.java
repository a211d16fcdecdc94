package multvae.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import multvae.io.SafetensorsReader;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One array for each parameter of a model, weights and biases, in the order of its layers: the parameters themselves, or
 * something of their shape, such as the best epoch's copy of them or Adam's moments.
 */
public final class Parameters implements AutoCloseable {

    private static final double BIAS_DEVIATION = 0.001;
    private static final int STRETCH = 1 << 14; // elements, on the heap

    private final Map<String, INDArray> arrays;

    private Parameters(Map<String, INDArray> arrays) {
        this.arrays = arrays;
    }

    /** All zero. */
    static Parameters zeros(Architecture architecture, DataType type) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (Layer layer : architecture.layers()) {
            arrays.put(layer.weight(), Nd4j.zeros(type, layer.weightShape()));
            arrays.put(layer.bias(), Nd4j.zeros(type, layer.out()));
        }
        return new Parameters(arrays);
    }

    /**
     * The parameters before training; the same seed gives the same values. Weights are Xavier-uniform, U(-b, b) with b =
     * sqrt(6 / (in + out)) (Glorot and Bengio 2010). Biases are normal with standard deviation 0.001, truncated at two of
     * them, as in the authors' notebook.
     */
    public static Parameters initial(Architecture architecture, Randomness.Seeded randomness) {
        Parameters parameters = zeros(architecture, DataType.FLOAT);
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

    /** Float32 zeros in these parameters' shapes. */
    public Parameters zeros() {
        Map<String, INDArray> zeros = new LinkedHashMap<>();
        arrays.forEach((name, array) -> zeros.put(name, Nd4j.zeros(DataType.FLOAT, array.shape())));
        return new Parameters(zeros);
    }

    /** {@code q0.weight}, {@code q0.bias}, ... */
    public Set<String> names() {
        return Collections.unmodifiableSet(arrays.keySet());
    }

    /** The array of that name itself, not a copy. */
    public INDArray get(String name) {
        INDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no parameter " + name + " among " + arrays.keySet());
        }
        return array;
    }

    /** Replaces an array by the graph's own, in case the graph has made a copy. */
    void replace(String name, INDArray array) {
        arrays.replace(name, array);
    }

    /**
     * Reads one parameter from a file.
     *
     * @param values stands before it
     */
    void read(Layer layer, boolean bias, SafetensorsReader values) {
        INDArray array = get(bias ? layer.bias() : layer.weight());
        float[] stretch = new float[STRETCH];
        HostFloats.write(array, elements -> {
            for (int at = 0; at < array.length(); at += STRETCH) {
                int count = (int) Math.min(STRETCH, array.length() - at);
                values.read(stretch, 0, count);
                elements.put(at, stretch, 0, count);
            }
        });
    }

    /** Whether each is a finite number. */
    public boolean areFinite() {
        return arrays.values().stream()
                .allMatch(array -> HostFloats.areFinite(HostFloats.readable(array), (int) array.length()));
    }

    /** Takes over the values of others of the same shapes. */
    public void assign(Parameters others) {
        arrays.forEach((name, array) -> array.assign(others.get(name)));
    }

    /** Frees the arrays at once. */
    @Override
    public void close() {
        arrays.values().forEach(INDArray::close);
    }
}
