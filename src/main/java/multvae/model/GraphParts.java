package multvae.model;

import multvae.weights.Architecture;
import multvae.weights.Architecture.Layer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What the graphs of all models are made of.
 *
 * @param sd the graph that is made
 * @param parameters become the graph's variables; the graph and the caller share their arrays
 * @param type of all arrays
 */
record GraphParts(SameDiff sd, Architecture architecture, Parameters parameters, DataType type) {

    GraphParts(Architecture architecture, Parameters parameters, DataType type) {
        this(SameDiff.create(), architecture, parameters, type);
    }

    /** [users, columns], whatever the number of users. */
    SDVariable placeholder(String name, int columns) {
        return sd.placeHolder(name, type, -1, columns);
    }

    SDVariable parameter(String name) {
        SDVariable variable = sd.var(name, parameters.get(name));
        parameters.replace(name, variable.getArr());
        return variable;
    }

    /** {@code output} = x W + b. */
    SDVariable affine(SDVariable x, Layer layer, String output) {
        SDVariable weight = parameter(layer.weight());
        SDVariable bias = parameter(layer.bias());
        return product(x, weight, layer).add(output, bias);
    }

    private SDVariable product(SDVariable x, SDVariable weight, Layer layer) {
        if (layer.in() == 1 && layer.out() == 1) { // M2.1 has no gradient of a product of two matrices of one element
            return x.mul(x.mul(0).add(weight)); // the weight repeated, as in normed
        }
        return layer.transposed() ? sd.mmul(x, weight, false, true, false) : sd.mmul(x, weight);
    }

    /** x times the mask on the layer's input. */
    SDVariable dropout(SDVariable x, Layer layer) {
        return layer.dropout() > 0 ? x.mul(placeholder(layer.mask(), layer.in())) : x;
    }

    SDVariable activated(SDVariable x) {
        return switch (architecture.activation()) {
            case TANH -> sd.math().tanh(x);
            case SIGMOID -> sd.nn().sigmoid(x);
            case RELU -> sd.nn().relu(x, 0);
            case ELU -> sd.nn().elu(x);
            case SWISH -> x.mul(sd.nn().sigmoid(x));
        };
    }

    /**
     * The sum over the columns, [users, 1]. One column is its own sum: M2.1 makes a reduction over it an operation that its graphs
     * cannot run.
     */
    static SDVariable summed(SDVariable x, int columns) {
        return columns == 1 ? x : x.sum(true, 1);
    }

    /** The mean of the columns, as {@link #summed}. */
    private static SDVariable averaged(SDVariable x, int columns) {
        return columns == 1 ? x : x.mean(true, 1);
    }

    /**
     * (x - mean(x)) / sqrt(variance(x) + epsilon) * weight + bias over the features, the variance with their number as divisor
     * (Ba et al. 2016, Layer normalization). Of primitives: ND4J's own has no epsilon. Variance and weight are
     * repeated by an addition before they are multiplied with: M2.1's gradient by a factor or divisor of one element, which a batch
     * of one user would have, is wrong, and that by a row takes ten times as long.
     */
    SDVariable normed(SDVariable x, Layer layer) {
        SDVariable centred = x.sub(averaged(x, layer.out()));
        SDVariable variance = averaged(centred.mul(centred), layer.out()); // [users, 1]
        SDVariable zeros = centred.mul(0); // [users, out]
        SDVariable deviation = sd.math().sqrt(zeros.add(variance.add(Architecture.NORM_EPSILON)));
        SDVariable weight = zeros.add(parameter(layer.normWeight()));
        return centred.div(deviation).mul(weight).add(parameter(layer.normBias()));
    }

    /** The posterior of z, each [users, latent]. */
    record Gaussian(SDVariable mean, SDVariable logVariance) {}

    /** The two parts of the encoder's output, [users, 2 x latent]. */
    Gaussian gaussian(SDVariable encoded) {
        int latent = architecture.latent();
        // sd.slice, because the gradient of a strided slice fails for a batch of one user
        return new Gaussian(
                sd.slice(encoded, new int[] {0, 0}, -1, latent), sd.slice(encoded, new int[] {0, latent}, -1, latent));
    }

    /** z = mu + epsilon * exp(log sigma^2 / 2), [users, latent]; makes the placeholders of epsilon and of beta. */
    SDVariable drawn(Gaussian posterior) {
        SDVariable epsilon = placeholder(LossGraph.EPSILON, architecture.latent());
        sd.placeHolder(LossGraph.ANNEAL, type);
        return posterior
                .mean()
                .add(epsilon.mul(sd.math().exp(posterior.logVariance().mul(0.5))));
    }
}
