package multvae.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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

    /** The graph's own array takes the place of the one that it was given, in case it has made a copy. */
    void replace(String name, INDArray array) {
        arrays.replace(name, array);
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
