package multvae.model;

import java.nio.FloatBuffer;
import java.util.Arrays;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Layer;
import multvae.weights.Ranges;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The decoder's last layer and the multinomial likelihood of its logits. The matrix products are ND4J's. What is between
 * them, softmax, likelihood and gradient, is one pass over the logits; the graph makes a dozen.
 */
final class LastLayer {

    private final Parameters parameters;
    private final Layer layer;
    private final double decay; // of the weight
    private final GraphSession.Memory memory;
    private final INDArray weight; // [items, width]
    private final float[] biases; // [items], this step's
    private final float[][] rows = new float[Ranges.PARTS][]; // [parts, items]
    private final float[][] columnSums = new float[Ranges.PARTS][]; // [parts, items]
    private final Softmax[] softmax = new Softmax[Ranges.PARTS];
    private final float[] biasGradient; // [items]
    private final Adam.Stretch[] stretches = new Adam.Stretch[Ranges.PARTS];
    private INDArray weightGradient; // [items, width], of the step's memory; null if it is not updated
    private double bound; // that no element of it exceeds

    /** @param memory where the arrays of a step come from */
    LastLayer(Architecture architecture, Parameters parameters, GraphSession.Memory memory) {
        this.parameters = parameters;
        this.layer = architecture.last();
        this.decay = 2 * architecture.weightPenalty();
        this.memory = memory;
        this.weight = parameters.get(layer.weight());
        this.biases = new float[layer.out()];
        this.biasGradient = new float[layer.out()];
        for (int part = 0; part < Ranges.PARTS; part++) {
            rows[part] = new float[layer.out()];
            columnSums[part] = new float[layer.out()];
            softmax[part] = new Softmax();
            stretches[part] = new Adam.Stretch(layer.in());
        }
    }

    private INDArray product(INDArray decoded) {
        INDArray product = memory.allocate(true, DataType.FLOAT, decoded.size(0), layer.out());
        Products.multiply(decoded, false, weight, true, product);
        HostFloats.readable(parameters.get(layer.bias())).get(0, biases);
        return product;
    }

    /** Writes the logits to {@code scores}, [users, items]. */
    void logits(INDArray decoded, float[] scores) {
        int items = layer.out();
        INDArray product = product(decoded); // [users, items]
        FloatBuffer products = HostFloats.readable(product);
        Ranges.parallel((int) decoded.size(0), (part, from, to) -> {
            for (int u = from; u < to; u++) {
                products.get(u * items, scores, u * items, items);
                for (int i = 0; i < items; i++) {
                    scores[u * items + i] += biases[i];
                }
            }
        });
        memory.release(product);
    }

    /** The mean over users of the negative log-likelihood of their items, given the logits. */
    double nll(float[] scores, BatchRows target) {
        int items = layer.out();
        double[] nll = new double[Ranges.PARTS];
        Ranges.parallel(target.users(), (part, from, to) -> {
            float[] row = rows[part];
            for (int u = from; u < to; u++) {
                System.arraycopy(scores, u * items, row, 0, items);
                double ofEvents = sumOfEvents(row, target, u);
                float max = max(row);
                nll[part] += nll(target.rowLength(u), max, softmax[part].exponentials(row, max), ofEvents);
            }
        });
        return HostFloats.sum(nll) / target.users();
    }

    /**
     * The mean negative log-likelihood, and its gradients; those by the layer's own parameters wait for the update.
     *
     * @param decoded the layer's input, [users, width]
     * @param half the decoder's: no gradient by the input; the encoder's: none by the weight
     * @param decodedGradient receives the gradient by the input, [users, width]
     */
    double differentiate(INDArray decoded, BatchRows target, Half half, INDArray decodedGradient) {
        int items = layer.out();
        INDArray logits = product(decoded); // [users, items]; replaced by its gradient, row by row
        double[] nll = new double[Ranges.PARTS];
        HostFloats.write(
                logits,
                buffer -> Ranges.parallel(target.users(), (part, from, to) -> {
                    float[] row = rows[part];
                    Arrays.fill(columnSums[part], 0);
                    for (int u = from; u < to; u++) {
                        buffer.get(u * items, row);
                        Elementwise.add(row, biases, items);
                        double ofEvents = sumOfEvents(row, target, u);
                        float max = max(row);
                        double exponentials = softmax[part].exponentials(row, max);
                        nll[part] += nll(target.rowLength(u), max, exponentials, ofEvents);
                        gradient(row, exponentials, target, u, columnSums[part]);
                        buffer.put(u * items, row);
                    }
                }));
        Arrays.fill(biasGradient, 0);
        for (float[] sums : columnSums) {
            Elementwise.add(biasGradient, sums, items);
        }
        weightGradient = null;
        if (half.hasDecoder()) {
            weightGradient = memory.allocate(true, DataType.FLOAT, layer.out(), layer.in());
            Products.multiply(logits, true, decoded, false, weightGradient);
        }
        if (half.hasEncoder()) {
            Products.multiply(logits, false, weight, false, decodedGradient);
        }
        memory.release(logits);
        double events = target.rowStart(target.users());
        bound = 2 * events / target.users() * HostFloats.largest(decoded);
        return HostFloats.sum(nll) / target.users();
    }

    /** n * log sum exp(logits) - the sum of the n events' logits. */
    private static double nll(int events, float max, double exponentials, double logits) {
        return events * (max + Math.log(exponentials)) - logits;
    }

    private static double sumOfEvents(float[] row, BatchRows target, int user) {
        double sum = 0;
        for (int k = target.rowStart(user); k < target.rowStart(user + 1); k++) {
            sum += row[target.column(k)];
        }
        return sum;
    }

    /**
     * From exp(logits - max) to the gradient by the logits: (n * softmax - target) / users.
     *
     * @param exponentials their sum
     * @param sums the gradient is added to
     */
    private static void gradient(float[] row, double exponentials, BatchRows target, int user, float[] sums) {
        float scale = (float) (target.rowLength(user) / (exponentials * target.users()));
        for (int i = 0; i < row.length; i++) {
            float scaled = row[i] * scale;
            row[i] = scaled;
            sums[i] += scaled;
        }
        float share = 1f / target.users();
        for (int k = target.rowStart(user); k < target.rowStart(user + 1); k++) {
            row[target.column(k)] -= share;
            sums[target.column(k)] -= share;
        }
    }

    private static float max(float[] row) {
        float max = Float.NEGATIVE_INFINITY;
        for (float x : row) {
            if (x > max) { // a NaN is no maximum, but makes the sum of exponentials NaN
                max = x;
            }
        }
        return max;
    }

    /**
     * Whether the gradients are finite. The bias' gradient has the sum over users of the gradient by each logit. That one
     * adds up to at most 2 * events / users in absolute value, so times the largest input it bounds the weight's gradient,
     * which is seldom too large for a float.
     */
    boolean hasFiniteGradients() {
        if (!HostFloats.areFinite(biasGradient, layer.out())) {
            return false;
        }
        return bound < Float.MAX_VALUE
                || HostFloats.areFinite(HostFloats.readable(weightGradient), layer.out() * layer.in());
    }

    double squaredGradientNorm() {
        int width = layer.in();
        FloatBuffer gradients = HostFloats.readable(weightGradient);
        FloatBuffer weights = HostFloats.readable(weight);
        double[] squares = new double[Ranges.PARTS];
        Ranges.parallel(layer.out(), (part, from, to) -> {
            float[] gradient = new float[width];
            float[] row = new float[width];
            for (int item = from; item < to; item++) {
                gradients.get(item * width, gradient);
                weights.get(item * width, row);
                for (int j = 0; j < width; j++) {
                    gradient[j] += (float) decay * row[j];
                }
                squares[part] += HostFloats.sumOfSquares(gradient, width);
            }
        });
        return HostFloats.sum(squares) + HostFloats.sumOfSquares(biasGradient, layer.out());
    }

    /** Adam on weight and bias. */
    void update(Adam adam, double gradientScale) {
        int width = layer.in();
        FloatBuffer gradients = HostFloats.readable(weightGradient);
        Adam.Update rule = adam.of(parameters, layer.weight(), gradientScale, decay);
        Ranges.parallel(layer.out(), (part, from, to) -> {
            Adam.Stretch stretch = stretches[part];
            for (int item = from; item < to; item++) {
                gradients.get(item * width, stretch.gradient);
                rule.apply(stretch, item * width, width);
            }
        });
        Adam.Update biasRule = adam.of(parameters, layer.bias(), gradientScale, 0);
        Adam.Stretch stretch = stretches[0];
        for (int at = 0; at < layer.out(); at += width) {
            int count = Math.min(width, layer.out() - at);
            System.arraycopy(biasGradient, at, stretch.gradient, 0, count);
            biasRule.apply(stretch, at, count);
        }
    }

    void copyGradients(Gradients copies) {
        copies.put(layer.weight(), weightGradient);
        copies.put(layer.bias(), biasGradient.clone());
    }

    /** Copies the gradients, the penalty's part included, [items, width] and [items]. */
    void gradients(INDArray intoWeight, INDArray intoBias) {
        intoWeight.assign(weightGradient).addi(weight.mul(decay));
        HostFloats.write(intoBias, out -> out.put(0, biasGradient));
    }
}
