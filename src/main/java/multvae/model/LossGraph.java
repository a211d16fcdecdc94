package multvae.model;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Layer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The loss of a model as a SameDiff graph (Liang et al. 2018, equations 5 to 7 and 10). What is between the first layer and
 * the last one, and the KL term, is the model's {@link InnerGraph}; of a RecVAE it is described there.
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
    /** [users, 1]: how many items each has; RecVAE only, and not in the whole form, which has the target. */
    static final String EVENTS = "events";
    /** [users, latent]: mu of the frozen encoder, RecVAE only. */
    static final String PRIOR_MEAN = "priorMean";
    /** [users, latent]: log sigma^2 of the frozen encoder, RecVAE only. */
    static final String PRIOR_LOG_VARIANCE = "priorLogVariance";
    /** [users, in of the last layer]. */
    static final String DECODED_GRADIENT = "decodedGradient";

    static final String LOGITS = "logits"; // [users, items]
    static final String MEAN = "mean"; // [users, latent], of the encoder alone
    static final String LOG_VARIANCE = "logVariance"; // [users, latent], of the encoder alone
    static final String DECODED = "decoded"; // [users, in of the last layer]
    static final String NLL = "nll"; // []
    static final String KL = "kl"; // []
    static final String PENALTY = "penalty"; // []
    static final String LOSS = "loss"; // []

    private LossGraph() {}

    /**
     * The whole loss.
     *
     * @param parameters become the graph's variables; the graph and the caller share their arrays
     * @param type FLOAT to train with; DOUBLE to check gradients against finite differences
     */
    static SameDiff whole(Architecture architecture, Parameters parameters, DataType type) {
        GraphParts parts = new GraphParts(architecture, parameters, type);
        SameDiff sd = parts.sd();
        SDVariable input = parts.placeholder(INPUT, architecture.items());
        SDVariable target = parts.placeholder(TARGET, architecture.items());
        Optional<SDVariable> kl = InnerGraph.of(architecture)
                .add(
                        parts,
                        parts.affine(input, architecture.first(), "encoded0"),
                        () -> GraphParts.summed(target, architecture.items()));
        SDVariable logits = parts.affine(sd.getVariable(DECODED), architecture.last(), LOGITS); // [users, items]
        SDVariable nll = nll(parts, logits, target);
        SDVariable elbo =
                kl.map(term -> nll.add(term.mul(sd.getVariable(ANNEAL)))).orElse(nll);
        if (architecture.weightPenalty() > 0) {
            elbo.add(LOSS, penalty(parts));
        } else {
            sd.identity(LOSS, elbo);
        }
        sd.setLossVariables(LOSS);
        return sd;
    }

    /** The loss without the two layers as wide as the catalogue and without the penalty; arguments as above. */
    static SameDiff core(Architecture architecture, Parameters parameters, DataType type) {
        GraphParts parts = new GraphParts(architecture, parameters, type);
        SameDiff sd = parts.sd();
        SDVariable hidden = parts.placeholder(HIDDEN, architecture.first().out());
        Optional<SDVariable> kl = InnerGraph.of(architecture).add(parts, hidden, () -> parts.placeholder(EVENTS, 1));
        SDVariable gradient =
                parts.placeholder(DECODED_GRADIENT, architecture.last().in());
        SDVariable decoded = sd.getVariable(DECODED).mul(gradient).sum();
        if (kl.isPresent()) {
            decoded.add(LOSS, kl.get().mul(sd.getVariable(ANNEAL)));
        } else {
            sd.identity(LOSS, decoded);
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

    /**
     * The log-softmax is written out as a log-sum-exp: ND4J M2.1's own takes four times as long, and one of its forms
     * cannot be saved.
     *
     * <p>log sum exp(logits) = log sum exp(logits - shift) + shift for any shift; near the maximum, exp cannot overflow.
     * The gradient by the shift is 0, but in float32 only up to rounding, and through the maximum all of that rounding
     * would go to one logit: 3e-5 of the gradient for 20,000 items. So the shift is a whole number, which SameDiff takes
     * no gradient of.
     */
    private static SDVariable nll(GraphParts parts, SDVariable logits, SDVariable target) {
        SameDiff sd = parts.sd();
        int items = parts.architecture().items();
        SDVariable largest = items == 1 ? logits : sd.max(logits, true, 1); // as GraphParts.summed
        SDVariable shift = largest.castTo(DataType.INT64).castTo(parts.type()); // [users, 1]
        SDVariable logSumExp = sd.math()
                .log(GraphParts.summed(sd.math().exp(logits.sub(shift)), items))
                .add(shift); // [users, 1]
        SDVariable nllOfUser = logSumExp
                .mul(GraphParts.summed(target, items))
                .sub(GraphParts.summed(logits.mul(target), items)); // [users, 1]
        return nllOfUser.mean(NLL);
    }

    private static SDVariable penalty(GraphParts parts) {
        Architecture architecture = parts.architecture();
        SDVariable squares = null;
        for (Layer layer : architecture.layers()) {
            SDVariable weight = parts.sd().getVariable(layer.weight());
            SDVariable square = weight.mul(weight).sum();
            squares = squares == null ? square : squares.add(square);
        }
        return squares.mul(PENALTY, architecture.weightPenalty());
    }
}
