package multvae.model;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import multvae.io.SafetensorsReader;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Layer;
import multvae.weights.Architecture.Parameter;
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
    public static Parameters zeros(Architecture architecture, DataType type) {
        return zeros(architecture.parameters(), type);
    }

    private static Parameters zeros(List<Parameter> parameters, DataType type) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        parameters.forEach(parameter -> arrays.put(parameter.name(), Nd4j.zeros(type, parameter.shape())));
        return new Parameters(arrays);
    }

    /**
     * The parameters before training; the same seed gives the same values.
     *
     * <ul>
     *   <li>Mult-VAE and Mult-DAE: weights are Xavier-uniform, U(-b, b) with b = sqrt(6 / (in + out)) (Glorot and Bengio 2010).
     *       Biases are normal with standard deviation 0.001, truncated at two of them, as in the authors' notebook.
     *   <li>RecVAE: weights and biases are U(-b, b) with b = 1 / sqrt(in), PyTorch's default; a layer norm has factors of 1 and
     *       biases of 0.
     * </ul>
     */
    public static Parameters initial(Architecture architecture, Randomness.Seeded randomness) {
        Parameters parameters = zeros(architecture, DataType.FLOAT);
        parameters.draw(architecture, architecture.layers(), randomness::forParameter);
        return parameters;
    }

    /**
     * The encoder that a RecVAE's prior is made of, before it is first replaced by a copy of the model's: drawn as {@link
     * #initial}, with other numbers. Nothing for models whose prior is fixed.
     */
    public static Parameters prior(Architecture architecture, Randomness.Seeded randomness) {
        return switch (architecture.type()) {
            case MULT_VAE, MULT_DAE -> new Parameters(Map.of());
            case RECVAE -> {
                Parameters prior = zeros(architecture.encoderParameters(), DataType.FLOAT);
                prior.draw(architecture, architecture.encoder(), randomness::forPriorParameter);
                yield prior;
            }
        };
    }

    private void draw(Architecture architecture, List<Layer> layers, IntFunction<SplittableRandom> generators) {
        for (Layer layer : layers) {
            SplittableRandom random = generators.apply(layer.number());
            double bound =
                    switch (architecture.type()) {
                        case MULT_VAE, MULT_DAE -> Math.sqrt(6.0 / (layer.in() + layer.out()));
                        case RECVAE -> 1 / Math.sqrt(layer.in());
                    };
            // The draws run over [in, out], so that a layer's values do not depend on how its weight is stored.
            HostFloats.write(get(layer.weight()), weight -> {
                for (int in = 0; in < layer.in(); in++) {
                    for (int out = 0; out < layer.out(); out++) {
                        long at = layer.transposed() ? (long) out * layer.in() + in : (long) in * layer.out() + out;
                        weight.put(at, (float) ((2 * random.nextDouble() - 1) * bound));
                    }
                }
            });
            float[] bias = new float[layer.out()];
            for (int out = 0; out < bias.length; out++) {
                bias[out] = (float)
                        switch (architecture.type()) {
                            case MULT_VAE, MULT_DAE -> truncatedGaussian(random) * BIAS_DEVIATION;
                            case RECVAE -> (2 * random.nextDouble() - 1) * bound;
                        };
            }
            set(get(layer.bias()), bias);
            if (layer.normed()) {
                get(layer.normWeight()).assign(1);
            }
        }
    }

    private static double truncatedGaussian(SplittableRandom random) {
        double draw;
        do {
            draw = random.nextGaussian();
        } while (Math.abs(draw) > 2);
        return draw;
    }

    private static void set(INDArray parameter, float[] values) {
        HostFloats.write(parameter, elements -> elements.put(0, values, 0, values.length));
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
    void read(Parameter parameter, SafetensorsReader values) {
        INDArray array = get(parameter.name());
        float[] stretch = new float[STRETCH];
        HostFloats.write(array, elements -> {
            for (long at = 0; at < array.length(); at += STRETCH) {
                int count = (int) Math.min(STRETCH, array.length() - at);
                values.read(stretch, 0, count);
                elements.put(at, stretch, 0, count);
            }
        });
    }

    /** Copies of the arrays, on the heap. */
    public Map<String, float[]> toHeap() {
        Map<String, float[]> copies = new HashMap<>();
        arrays.forEach((name, array) -> {
            float[] values = new float[Math.toIntExact(array.length())];
            HostFloats.read(array, values);
            copies.put(name, values);
        });
        return copies;
    }

    /** Takes over the values of {@link #toHeap} of others with the same names, in the same shapes. */
    public void assign(Map<String, float[]> values) {
        arrays.forEach((name, array) -> set(array, values.get(name)));
    }

    /** Whether each is a finite number. */
    public boolean areFinite() {
        return arrays.values().stream()
                .allMatch(array -> HostFloats.readable(array).areFinite());
    }

    /** Takes over the values of others that have at least these names, in the same shapes. */
    public void assign(Parameters others) {
        arrays.forEach((name, array) -> array.assign(others.get(name)));
    }

    /** Frees the arrays at once. */
    @Override
    public void close() {
        arrays.values().forEach(INDArray::close);
    }
}
