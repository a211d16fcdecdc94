package multvae.model;

import java.util.List;
import multvae.model.Architecture.Layer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The negative evidence lower bound of a Mult-VAE as one SameDiff graph (Liang et al. 2018, equations 5 to 7).
 *
 * <pre>
 *   mu, log sigma^2 = encoder(input)                          tanh between layers, none on the last
 *   z               = mu + epsilon * exp(log sigma^2 / 2)
 *   logits          = decoder(z)                              tanh between layers, none on the last
 *   nll             = mean over users of  - sum_i target_i * log softmax(logits)_i
 *   kl              = mean over users of  0.5 * sum(exp(log sigma^2) + mu^2 - log sigma^2 - 1)
 *   loss            = nll + anneal * kl
 * </pre>
 *
 * <p>Everything random comes in through placeholders: dropout is in {@code input}, the noise is {@code epsilon} (zeros
 * make z = mu, as in evaluation). So the graph is a pure function, and its gradient can be checked.
 *
 * <p>The log-softmax is written out as a log-sum-exp: ND4J M2.1's own takes four times as long, and one of its forms
 * cannot be saved.
 */
final class ElboGraph {

    /** [users, items]: rows of the matrix, L2-normalised, after dropout. */
    static final String INPUT = "input";
    /** [users, items]: the raw binary rows. */
    static final String TARGET = "target";
    /** [users, latent]: standard normal noise, or zeros. */
    static final String EPSILON = "epsilon";
    /** []: beta, the weight of the KL term. */
    static final String ANNEAL = "anneal";

    static final String LOGITS = "logits"; // [users, items]
    static final String NLL = "nll"; // []
    static final String KL = "kl"; // []
    static final String LOSS = "loss"; // []

    private final SameDiff sameDiff;
    private final Architecture architecture;

    private ElboGraph(SameDiff sameDiff, Architecture architecture) {
        this.sameDiff = sameDiff;
        this.architecture = architecture;
    }

    /**
     * Builds the graph, its parameters zero.
     *
     * @param type FLOAT to train with; DOUBLE where gradients are checked against finite differences
     */
    static ElboGraph create(Architecture architecture, DataType type) {
        SameDiff sd = SameDiff.create();
        SDVariable input = sd.placeHolder(INPUT, type, -1, architecture.items());
        SDVariable target = sd.placeHolder(TARGET, type, -1, architecture.items());
        SDVariable epsilon = sd.placeHolder(EPSILON, type, -1, architecture.latent());
        SDVariable anneal = sd.placeHolder(ANNEAL, type);

        SDVariable encoded = perceptron(sd, type, input, architecture.encoder(), "encoded"); // [users, 2 latent]
        int latent = architecture.latent();
        SDVariable mu = sd.slice(encoded, new int[] {0, 0}, -1, latent); // [users, latent]
        SDVariable logVariance = sd.slice(encoded, new int[] {0, latent}, -1, latent); // [users, latent]
        SDVariable z = mu.add("z", epsilon.mul(sd.math().exp(logVariance.mul(0.5)))); // [users, latent]
        SDVariable logits = perceptron(sd, type, z, architecture.decoder(), LOGITS); // [users, items]

        SDVariable max = sd.max(logits, true, 1); // [users, 1], so that exp cannot overflow
        SDVariable logSumExp =
                sd.math().log(sd.math().exp(logits.sub(max)).sum(true, 1)).add(max); // [users, 1]
        SDVariable nllOfUser =
                logSumExp.mul(target.sum(true, 1)).sub(logits.mul(target).sum(true, 1)); // [users, 1]
        SDVariable nll = nllOfUser.mean(NLL);

        SDVariable klOfUser = sd.math()
                .exp(logVariance)
                .add(mu.mul(mu))
                .sub(logVariance)
                .sub(1)
                .sum(1)
                .mul(0.5); // [users]
        SDVariable kl = klOfUser.mean(KL);

        nll.add(LOSS, kl.mul(anneal));
        sd.setLossVariables(LOSS);
        return new ElboGraph(sd, architecture);
    }

    /** The graph as it was read from a file. */
    static ElboGraph of(SameDiff sameDiff, Architecture architecture) {
        return new ElboGraph(sameDiff, architecture);
    }

    private static SDVariable perceptron(
            SameDiff sd, DataType type, SDVariable input, List<Layer> layers, String output) {
        SDVariable x = input;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            SDVariable weight = sd.var(layer.weight(), Nd4j.zeros(type, layer.weightShape()));
            SDVariable bias = sd.var(layer.bias(), Nd4j.zeros(type, layer.out()));
            SDVariable product = layer.transposed() ? sd.mmul(x, weight, false, true, false) : sd.mmul(x, weight);
            x = i + 1 < layers.size() ? sd.math().tanh(product.add(bias)) : product.add(output, bias);
        }
        return x;
    }

    SameDiff sameDiff() {
        return sameDiff;
    }

    Architecture architecture() {
        return architecture;
    }

    /** The parameter's own array, not a copy. */
    INDArray parameter(String name) {
        return sameDiff.getVariable(name).getArr();
    }

    /** The names of all parameters, weights and biases, in the order of the layers. */
    List<String> parameterNames() {
        return architecture.layers().stream()
                .flatMap(l -> List.of(l.weight(), l.bias()).stream())
                .toList();
    }
}
