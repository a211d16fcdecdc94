package multvae.model;

import java.util.Arrays;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Layer;
import multvae.weights.Ranges;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The decoder's last layer over a sample of the items ({@link ItemSample}). The sample's rows of the weight are gathered, and the
 * products, the likelihood and Adam see nothing of the others, so what they cost does not depend on the catalogue. Only the draw of the sample does.
 */
final class SampledLayer implements ItemLogits, AutoCloseable {

    private final Parameters parameters;
    private final Layer layer;
    private final double decay; // of the weight
    private final Likelihood likelihood = new Likelihood();
    private final Scratch rows = new Scratch(); // [sample, width]
    private final Scratch rowGradients = new Scratch(); // [sample, width]
    private final Scratch logits = new Scratch(); // [users, sample]
    private final Adam.Stretch[] stretches = new Adam.Stretch[Ranges.PARTS];
    private float[] biases = new float[0]; // [sample] and more: this step's, with the corrections
    private ItemSample sample; // the step's
    private INDArray weight; // the sample's rows, this step's
    private final RowGradients gradients = new RowGradients(); // of the sample

    SampledLayer(Architecture architecture, Parameters parameters) {
        this.parameters = parameters;
        this.layer = architecture.last();
        this.decay = 2 * architecture.weightPenalty();
        Arrays.setAll(stretches, part -> new Adam.Stretch(layer.in()));
    }

    /** What is done with the {@code k}-th row of the sample; {@code stretch} is the thread's. */
    private interface Work {
        void on(int part, int k, Adam.Stretch stretch);
    }

    private void forRows(Work work) {
        Ranges.parallel(sample.size(), (part, from, to) -> {
            for (int k = from; k < to; k++) {
                work.on(part, k, stretches[part]);
            }
        });
    }

    private void gather(BatchRows target) {
        int width = layer.in();
        if (biases.length < sample.size()) {
            biases = new float[sample.size() + sample.size() / 4];
        }
        weight = rows.matrix(sample.size(), width);
        HostFloats all = HostFloats.readable(parameters.get(layer.weight()));
        HostFloats allBiases = HostFloats.readable(parameters.get(layer.bias()));
        HostFloats.write(
                weight,
                gathered -> forRows((part, k, stretch) -> {
                    int item = sample.item(k);
                    all.getRow(item, width, stretch.gradient);
                    gathered.putRow(k, width, stretch.gradient);
                    biases[k] = allBiases.get(item) + sample.correction();
                }));
        for (int k = 0; k < target.rowStart(target.users()); k++) {
            int item = target.column(k);
            biases[sample.place(item)] = allBiases.get(item); // some user's: no correction
        }
    }

    @Override
    public double differentiate(INDArray decoded, Batch.Training batch, INDArray decodedGradient) {
        BatchRows target = batch.rows();
        sample = batch.sample().orElseThrow();
        gather(target);
        INDArray product = logits.matrix(target.users(), sample.size()); // replaced by its gradient, row by row
        Products.multiply(decoded, false, weight, true, product);
        double nll = likelihood.differentiate(product, biases, sample.size(), target, sample::place);
        INDArray weightGradient = null;
        if (batch.half().hasDecoder()) {
            weightGradient = rowGradients.matrix(sample.size(), layer.in());
            Products.multiply(product, true, decoded, false, weightGradient);
        }
        if (batch.half().hasEncoder()) {
            Products.multiply(product, false, weight, false, decodedGradient);
        }
        gradients.set(weightGradient, likelihood.biasGradient(), sample.size(), target, decoded);
        return nll;
    }

    /** The sum of the squares of the sample's weights, as they were in the step's beginning. */
    double squaredWeights() {
        return HostFloats.readable(weight).sumOfSquares();
    }

    @Override
    public boolean hasFiniteGradients() {
        return gradients.areFinite();
    }

    @Override
    public double squaredGradientNorm() {
        return gradients.squaredNorm(weight, decay);
    }

    /** Adam on the sample's rows alone: the others keep their weights and moments. */
    @Override
    public void update(Adam adam, double gradientScale) {
        int width = layer.in();
        HostFloats byWeight = HostFloats.readable(gradients.byWeight());
        Adam.Update rule = adam.of(parameters, layer.weight(), gradientScale, decay);
        Adam.Update biasRule = adam.of(parameters, layer.bias(), gradientScale, 0);
        forRows((part, k, stretch) -> {
            int item = sample.item(k);
            byWeight.getRow(k, width, stretch.gradient);
            rule.apply(stretch, (long) item * width, width);
            stretch.gradient[0] = likelihood.biasGradient()[k];
            biasRule.apply(stretch, item, 1);
        });
    }

    /** Gradients are added up only over workers, who take a softmax over all items. */
    @Override
    public void copyGradients(Gradients copies) {
        throw new UnsupportedOperationException("gradients over a sample of items are not sent");
    }

    @Override
    public void close() {
        rows.close();
        rowGradients.close();
        logits.close();
    }
}
