package multvae.model;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Layer;
import multvae.weights.Ranges;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The decoder's last layer over all items. The matrix products are ND4J's; what is between them is {@link Likelihood}. */
final class LastLayer implements ItemLogits {

    private final Parameters parameters;
    private final Layer layer;
    private final double decay; // of the weight
    private final GraphSession.Memory memory;
    private final INDArray weight; // [items, width]
    private final float[] biases; // [items], this step's
    private final Likelihood likelihood = new Likelihood();
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
        Arrays.setAll(stretches, part -> new Adam.Stretch(layer.in()));
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
        return likelihood.nll(scores, layer.out(), target);
    }

    @Override
    public double differentiate(INDArray decoded, Batch.Training batch, INDArray decodedGradient) {
        BatchRows target = batch.rows();
        INDArray logits = product(decoded); // [users, items]; replaced by its gradient, row by row
        double nll = likelihood.differentiate(logits, biases, layer.out(), target, IntUnaryOperator.identity());
        weightGradient = null;
        if (batch.half().hasDecoder()) {
            weightGradient = memory.allocate(true, DataType.FLOAT, layer.out(), layer.in());
            Products.multiply(logits, true, decoded, false, weightGradient);
        }
        if (batch.half().hasEncoder()) {
            Products.multiply(logits, false, weight, false, decodedGradient);
        }
        memory.release(logits);
        double events = target.rowStart(target.users());
        bound = 2 * events / target.users() * HostFloats.largest(decoded);
        return nll;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The bias' gradient has the sum over users of the gradient by each logit. That one
     * adds up to at most 2 * events / users in absolute value, so times the largest input it bounds the weight's gradient,
     * which is seldom too large for a float.
     */
    @Override
    public boolean hasFiniteGradients() {
        if (!HostFloats.areFinite(likelihood.biasGradient(), layer.out())) {
            return false;
        }
        return bound < Float.MAX_VALUE
                || weightGradient == null
                || HostFloats.areFinite(HostFloats.readable(weightGradient), layer.out() * layer.in());
    }

    @Override
    public double squaredGradientNorm() {
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
        return HostFloats.sum(squares) + HostFloats.sumOfSquares(likelihood.biasGradient(), layer.out());
    }

    /** Adam on every row. */
    @Override
    public void update(Adam adam, double gradientScale) {
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
            System.arraycopy(likelihood.biasGradient(), at, stretch.gradient, 0, count);
            biasRule.apply(stretch, at, count);
        }
    }

    @Override
    public void copyGradients(Gradients copies) {
        copies.put(layer.weight(), weightGradient);
        copies.put(layer.bias(), Arrays.copyOf(likelihood.biasGradient(), layer.out()));
    }

    @Override
    public void gradients(INDArray intoWeight, INDArray intoBias) {
        intoWeight.assign(weightGradient).addi(weight.mul(decay));
        HostFloats.write(intoBias, out -> out.put(0, likelihood.biasGradient(), 0, layer.out()));
    }
}
