package multvae.model;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Layer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The loss of a model as a SameDiff graph (Liang et al. 2018, equations 5 to 7 and 10).
 *
 * <pre>
 *   Mult-VAE:  mu, log sigma^2 = encoder(input)               an activation between layers, none on the last
 *              z               = mu + epsilon * exp(log sigma^2 / 2)
 *   Mult-DAE:  z               = activation(encoder(input))
 *   logits  = decoder(z)                                      an activation between layers, none on the last
 *   nll     = mean over users of  - sum_i target_i * log softmax(logits)_i
 *   kl      = mean over users of  0.5 * sum(exp(log sigma^2) + mu^2 - log sigma^2 - 1)      Mult-VAE only
 *   penalty = weightPenalty * sum of squared weights          unless it is 0
 *   loss    = nll + anneal * kl + penalty
 * </pre>
 *
 * <p>Everything random comes in through placeholders: dropout on the input is in {@code input}, that on another layer's
 * input in a mask, {@code q1.dropout} (0 if dropped, else 1 / (1 - rate); all ones in evaluation), the noise is {@code
 * epsilon} (zeros make z = mu, as in evaluation). So the graph is a pure function, and its gradient can be checked.
 *
 * <p>There are two forms. The {@linkplain #whole whole} one is all of the above. The {@linkplain #core core} lacks the
 * two layers that are as wide as the catalogue: its input is {@code hidden}, what the first layer gives; its output is
 * {@code decoded}, what the last layer reads; and its loss has {@code decoded * decodedGradient} instead of nll, so
 * that its gradient is that of the whole loss once {@code decodedGradient} is the gradient of nll by {@code decoded}.
 */
final class LossGraph {

    /** [users, items]: rows of the matrix, L2-normalised, after dropout. */
    static final String INPUT = "input";
    /** [users, items]: the raw binary rows. */
    static final String TARGET = "target";
    /** [users, latent]: standard normal noise, or zeros. */
    static final String EPSILON = "epsilon";
    /** []: beta, the weight of the KL term. */
    static final String ANNEAL = "anneal";
    /** [users, out of the first layer], before its activation. */
    static final String HIDDEN = "hidden";
    /** [users, in of the last layer]. */
    static final String DECODED_GRADIENT = "decodedGradient";

    static final String LOGITS = "logits"; // [users, items]
    static final String DECODED = "decoded"; // [users, in of the last layer]
    static final String NLL = "nll"; // []
    static final String KL = "kl"; // []
    static final String PENALTY = "penalty"; // []
    static final String LOSS = "loss"; // []

    private final SameDiff sd;
    private final DataType type;
    private final Architecture architecture;
    private final Parameters parameters;

    private LossGraph(Architecture architecture, Parameters parameters, DataType type) {
        this.sd = SameDiff.create();
        this.type = type;
        this.architecture = architecture;
        this.parameters = parameters;
    }

    /**
     * The whole loss.
     *
     * @param parameters become the graph's variables; the graph and the caller share their arrays
     * @param type FLOAT to train with; DOUBLE to check gradients against finite differences
     */
    static SameDiff whole(Architecture architecture, Parameters parameters, DataType type) {
        LossGraph graph = new LossGraph(architecture, parameters, type);
        SameDiff sd = graph.sd;
        SDVariable input = graph.placeholder(INPUT, architecture.items());
        SDVariable target = graph.placeholder(TARGET, architecture.items());
        SDVariable kl = graph.between(graph.affine(input, architecture.first(), "encoded0"));
        SDVariable logits = graph.affine(sd.getVariable(DECODED), architecture.last(), LOGITS); // [users, items]
        SDVariable nll = graph.nll(logits, target);
        SDVariable elbo = kl == null ? nll : nll.add(kl.mul(sd.getVariable(ANNEAL)));
        if (architecture.weightPenalty() > 0) {
            elbo.add(LOSS, graph.penalty());
        } else {
            sd.identity(LOSS, elbo);
        }
        sd.setLossVariables(LOSS);
        return sd;
    }

    /** The loss without the two layers as wide as the catalogue and without the penalty; arguments as above. */
    static SameDiff core(Architecture architecture, Parameters parameters, DataType type) {
        LossGraph graph = new LossGraph(architecture, parameters, type);
        SameDiff sd = graph.sd;
        SDVariable kl =
                graph.between(graph.placeholder(HIDDEN, architecture.first().out()));
        SDVariable gradient =
                graph.placeholder(DECODED_GRADIENT, architecture.last().in());
        SDVariable decoded = sd.getVariable(DECODED).mul(gradient).sum();
        if (kl == null) {
            sd.identity(LOSS, decoded);
        } else {
            decoded.add(LOSS, kl.mul(sd.getVariable(ANNEAL)));
        }
        sd.setLossVariables(LOSS);
        return sd;
    }

    /** The graph's gradient function. M2.1 prints a line an op on the standard output, which is the user's. */
    static SameDiff gradient(SameDiff sd, String... placeholders) {
        PrintStream standardOutput = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            sd.createGradFunction(placeholders);
        } finally {
            System.setOut(standardOutput);
        }
        return sd.getFunction("grad");
    }

    /** From the first layer's output to the last layer's input, {@link #DECODED}; returns kl, or null without one. */
    private SDVariable between(SDVariable first) {
        SDVariable x = first; // [users, out of the first layer]
        List<Layer> encoder = architecture.encoder();
        for (Layer layer : encoder.subList(1, encoder.size())) {
            x = affine(dropout(activated(x), layer), layer, "encoded" + layer.number());
        }
        SDVariable z; // [users, latent]
        SDVariable kl = null;
        if (architecture.variational()) {
            int latent = architecture.latent();
            SDVariable epsilon = placeholder(EPSILON, latent);
            sd.placeHolder(ANNEAL, type);
            // sd.slice, because the gradient of a strided slice fails for a batch of one user
            SDVariable mu = sd.slice(x, new int[] {0, 0}, -1, latent); // [users, latent]
            SDVariable logVariance = sd.slice(x, new int[] {0, latent}, -1, latent); // [users, latent]
            z = mu.add(epsilon.mul(sd.math().exp(logVariance.mul(0.5))));
            kl = kl(mu, logVariance);
        } else {
            z = activated(x);
        }
        List<Layer> decoder = architecture.decoder();
        for (Layer layer : decoder.subList(0, decoder.size() - 1)) {
            z = activated(affine(dropout(z, layer), layer, "decoded" + layer.number()));
        }
        sd.identity(DECODED, dropout(z, architecture.last()));
        return kl;
    }

    private SDVariable kl(SDVariable mu, SDVariable logVariance) {
        SDVariable klOfUser = sd.math()
                .exp(logVariance)
                .add(mu.mul(mu))
                .sub(logVariance)
                .sub(1)
                .sum(1)
                .mul(0.5); // [users]
        return klOfUser.mean(KL);
    }

    /**
     * The log-softmax is written out as a log-sum-exp: ND4J M2.1's own takes four times as long, and one of its forms
     * cannot be saved.
     *
     * <p>log sum exp(logits) = log sum exp(logits - shift) + shift for any shift; near the maximum, exp cannot overflow.
     * The gradient by the shift is 0, but in float32 only up to rounding, and through the maximum all of that rounding
     * would go to one logit: 3e-5 of the gradient for 20,000 items. So the shift is a whole number, which SameDiff takes
     * no gradient of.
     */
    private SDVariable nll(SDVariable logits, SDVariable target) {
        SDVariable shift = sd.max(logits, true, 1).castTo(DataType.INT64).castTo(type); // [users, 1]
        SDVariable logSumExp =
                sd.math().log(sd.math().exp(logits.sub(shift)).sum(true, 1)).add(shift); // [users, 1]
        SDVariable nllOfUser =
                logSumExp.mul(target.sum(true, 1)).sub(logits.mul(target).sum(true, 1)); // [users, 1]
        return nllOfUser.mean(NLL);
    }

    private SDVariable penalty() {
        SDVariable squares = null;
        for (Layer layer : architecture.layers()) {
            SDVariable weight = sd.getVariable(layer.weight());
            SDVariable square = weight.mul(weight).sum();
            squares = squares == null ? square : squares.add(square);
        }
        return squares.mul(PENALTY, architecture.weightPenalty());
    }

    private SDVariable affine(SDVariable x, Layer layer, String output) {
        SDVariable weight = variable(layer.weight());
        SDVariable bias = variable(layer.bias());
        SDVariable product = layer.transposed() ? sd.mmul(x, weight, false, true, false) : sd.mmul(x, weight);
        return product.add(output, bias);
    }

    private SDVariable variable(String name) {
        SDVariable variable = sd.var(name, parameters.get(name));
        parameters.replace(name, variable.getArr());
        return variable;
    }

    private SDVariable dropout(SDVariable x, Layer layer) {
        return layer.dropout() > 0 ? x.mul(placeholder(layer.mask(), layer.in())) : x;
    }

    private SDVariable activated(SDVariable x) {
        return switch (architecture.activation()) {
            case TANH -> sd.math().tanh(x);
            case SIGMOID -> sd.nn().sigmoid(x);
            case RELU -> sd.nn().relu(x, 0);
            case ELU -> sd.nn().elu(x);
        };
    }

    private SDVariable placeholder(String name, int columns) {
        return sd.placeHolder(name, type, -1, columns);
    }
}
