package multvae.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Parameter;
import multvae.weights.Architecture.Role;
import multvae.weights.Ranges;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradients of a step, on the heap: to be sent, added to those of other users of the same batch, and applied. Of the first layer's
 * weight it has only the rows of items that these users have; the others are 0 apart from the penalty.
 */
public final class Gradients implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int STRETCH = 4096; // elements of a parameter that are updated at a time

    private final float scale;
    private final boolean penalised; // whether the penalty's part is in them
    private final HashMap<String, float[]> dense = new HashMap<>(); // by parameter, all but the first weight
    private int[] items = new int[0]; // ascending
    private float[] rows = new float[0]; // [items, width]: of the first weight

    /**
     * @param scale what every gradient is multiplied by on its way in
     * @param penalised whether the gradients that come in have the penalty's part
     */
    Gradients(double scale, boolean penalised) {
        this.scale = (float) scale;
        this.penalised = penalised;
    }

    /** Takes the gradient by a parameter; not by the first layer's weight. */
    void put(String parameter, INDArray gradient) {
        float[] values = new float[Math.toIntExact(gradient.length())];
        HostFloats.read(gradient, values);
        put(parameter, values);
    }

    /** As {@link #put(String, INDArray)}; the array is this object's now. */
    void put(String parameter, float[] gradient) {
        scale(gradient);
        dense.put(parameter, gradient);
    }

    /**
     * Takes the gradient by the first layer's weight.
     *
     * @param ofItems ascending
     * @param values [items, width]
     */
    void putRows(int[] ofItems, float[] values) {
        items = ofItems;
        rows = values;
        scale(rows);
    }

    private void scale(float[] values) {
        Ranges.parallel(values.length, (part, from, to) -> {
            for (int i = from; i < to; i++) {
                values[i] *= scale;
            }
        });
    }

    /** Bytes of the numbers in it. */
    public long bytes() {
        return Float.BYTES
                * (items.length
                        + rows.length
                        + dense.values().stream()
                                .mapToLong(values -> values.length)
                                .sum());
    }

    /** Adds those of other users of the batch, by the same parameters. */
    public void add(Gradients other) {
        if (!dense.keySet().equals(other.dense.keySet())) {
            throw new IllegalArgumentException(
                    "gradients by " + dense.keySet() + " and by " + other.dense.keySet() + " do not add up");
        }
        dense.forEach((name, sum) -> {
            float[] values = other.dense.get(name);
            Ranges.parallel(sum.length, (part, from, to) -> {
                for (int i = from; i < to; i++) {
                    sum[i] += values[i];
                }
            });
        });
        addRows(other);
    }

    private void addRows(Gradients other) {
        int[] union = new int[items.length + other.items.length];
        int count = 0;
        for (int a = 0, b = 0; a < items.length || b < other.items.length; count++) {
            int item = Math.min(at(items, a), at(other.items, b));
            union[count] = item;
            a += at(items, a) == item ? 1 : 0;
            b += at(other.items, b) == item ? 1 : 0;
        }
        if (count == 0) {
            return;
        }
        int width = items.length > 0 ? rows.length / items.length : other.rows.length / other.items.length;
        int[] all = Arrays.copyOf(union, count);
        float[] sums = new float[count * width];
        addRows(all, sums, items, rows, width);
        addRows(all, sums, other.items, other.rows, width);
        items = all;
        rows = sums;
    }

    private static int at(int[] ascending, int index) {
        return index < ascending.length ? ascending[index] : Integer.MAX_VALUE;
    }

    private static void addRows(int[] all, float[] sums, int[] items, float[] rows, int width) {
        for (int k = 0, at = 0; k < items.length; k++) {
            while (all[at] < items[k]) {
                at++;
            }
            for (int j = 0; j < width; j++) {
                sums[at * width + j] += rows[k * width + j];
            }
        }
    }

    /** Whether each is a finite number. */
    public boolean areFinite() {
        return HostFloats.areFinite(rows, rows.length)
                && dense.values().stream().allMatch(values -> HostFloats.areFinite(values, values.length));
    }

    /** The sum of the squares of the gradients by these parameters, the penalty's part included. */
    public double squaredNorm(Architecture architecture, Parameters parameters) {
        double squares = 0;
        for (Parameter parameter : architecture.parameters()) {
            if (!has(architecture, parameter)) {
                continue;
            }
            float decay = (float) decay(architecture, parameter);
            double[] parts = new double[Ranges.PARTS];
            INDArray array = parameters.get(parameter.name());
            forStretches(architecture, parameter, (part, stretch, from, count) -> {
                if (decay > 0) {
                    float[] weights = new float[count];
                    HostFloats.readable(array).get(from, weights, 0, count);
                    for (int i = 0; i < count; i++) {
                        stretch.gradient[i] += decay * weights[i];
                    }
                }
                parts[part] += HostFloats.sumOfSquares(stretch.gradient, count);
            });
            squares += HostFloats.sum(parts);
        }
        return squares;
    }

    /**
     * Changes the parameters by Adam's rule, as {@link Network#update} does.
     *
     * @param adam has begun the step
     * @param gradientScale what the gradients are multiplied by first
     */
    public void update(Architecture architecture, Parameters parameters, Adam adam, double gradientScale) {
        for (Parameter parameter : architecture.parameters()) {
            if (has(architecture, parameter)) {
                Adam.Update rule = adam.of(parameters, parameter.name(), gradientScale, decay(architecture, parameter));
                forStretches(architecture, parameter, (part, stretch, from, count) -> rule.apply(stretch, from, count));
            }
        }
    }

    private boolean has(Architecture architecture, Parameter parameter) {
        return dense.containsKey(parameter.name())
                // it comes with its bias: users without items have no rows, and Adam moves the weight all the same
                || (isFirst(architecture, parameter)
                        && dense.containsKey(parameter.layer().bias()));
    }

    private static boolean isFirst(Architecture architecture, Parameter parameter) {
        return parameter.name().equals(architecture.first().weight());
    }

    private double decay(Architecture architecture, Parameter parameter) {
        return parameter.role() == Role.WEIGHT && !penalised ? 2 * architecture.weightPenalty() : 0;
    }

    /** What is done with the gradient of elements {@code from} to {@code from + count - 1} of a parameter. */
    private interface Work {
        void on(int part, Adam.Stretch stretch, int from, int count);
    }

    /** In parallel, each stretch filled with its part of the gradient. */
    private void forStretches(Architecture architecture, Parameter parameter, Work work) {
        boolean first = isFirst(architecture, parameter);
        int size = first ? architecture.first().out() : STRETCH;
        int length = Math.toIntExact(parameter.length());
        float[] values = dense.get(parameter.name());
        Ranges.parallel((length + size - 1) / size, (part, from, to) -> {
            Adam.Stretch stretch = new Adam.Stretch(size);
            for (int k = from; k < to; k++) {
                int count = Math.min(size, length - k * size);
                if (first) {
                    fill(stretch.gradient, k);
                } else {
                    System.arraycopy(values, k * size, stretch.gradient, 0, count);
                }
                work.on(part, stretch, k * size, count);
            }
        });
    }

    private void fill(float[] row, int item) {
        int at = Arrays.binarySearch(items, item);
        if (at < 0) {
            Arrays.fill(row, 0);
        } else {
            System.arraycopy(rows, at * row.length, row, 0, row.length);
        }
    }
}
