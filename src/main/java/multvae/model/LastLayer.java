package multvae.model;

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
    private final RowGradients gradients = new RowGradients(); // of all items; the weight's is of the step's memory

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
        HostFloats.read(parameters.get(layer.bias()), biases);
        return product;
    }

    /** Writes the logits to {@code scores}, [users, items]. */
    void logits(INDArray decoded, float[] scores) {
        int items = layer.out();
        INDArray product = product(decoded); // [users, items]
        HostFloats products = HostFloats.readable(product);
        Ranges.parallel((int) decoded.size(0), (part, from, to) -> {
            for (int u = from; u < to; u++) {
                products.get((long) u * items, scores, u * items, items);
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
        INDArray weightGradient = null;
        if (batch.half().hasDecoder()) {
            weightGradient = memory.allocate(true, DataType.FLOAT, layer.out(), layer.in());
            Products.multiply(logits, true, decoded, false, weightGradient);
        }
        if (batch.half().hasEncoder()) {
            Products.multiply(logits, false, weight, false, decodedGradient);
        }
        memory.release(logits);
        gradients.set(weightGradient, likelihood.biasGradient(), layer.out(), target, decoded);
        return nll;
    }

    @Override
    public boolean hasFiniteGradients() {
        return gradients.areFinite();
    }

    @Override
    public double squaredGradientNorm() {
        return gradients.squaredNorm(weight, decay);
    }

    /** Adam on every row. */
    @Override
    public void update(Adam adam, double gradientScale) {
        int width = layer.in();
        HostFloats byWeight = HostFloats.readable(gradients.byWeight());
        Adam.Update rule = adam.of(parameters, layer.weight(), gradientScale, decay);
        Ranges.parallel(layer.out(), (part, from, to) -> {
            Adam.Stretch stretch = stretches[part];
            for (int item = from; item < to; item++) {
                byWeight.getRow(item, width, stretch.gradient);
                rule.apply(stretch, (long) item * width, width);
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
        copies.put(layer.weight(), gradients.byWeight());
        copies.put(layer.bias(), Arrays.copyOf(likelihood.biasGradient(), layer.out()));
    }
}
