package multvae.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Layer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * From the first layer's output to the last layer's input, and the KL term: where the models differ. {@code InnerLayers} of
 * package weights is the same for evaluation in plain Java.
 */
sealed interface InnerGraph {

    /** That of a model. */
    static InnerGraph of(Architecture architecture) {
        return switch (architecture.type()) {
            case MULT_VAE, MULT_DAE -> new Activated();
            case RECVAE -> new Residual();
        };
    }

    /**
     * Adds {@link LossGraph#DECODED} to the graph, and {@link LossGraph#KL} if the model has it.
     *
     * @param first the first layer's affine map, [users, out]
     * @param events gives how many items each user has, [users, 1]
     * @return kl, []
     */
    Optional<SDVariable> add(GraphParts parts, SDVariable first, Supplier<SDVariable> events);

    private static String encoded(Layer layer) {
        return "encoded" + layer.number();
    }

    /** Mult-VAE and Mult-DAE: an activation between layers. */
    final class Activated implements InnerGraph {

        @Override
        public Optional<SDVariable> add(GraphParts parts, SDVariable first, Supplier<SDVariable> events) {
            Architecture architecture = parts.architecture();
            SDVariable x = first;
            List<Layer> encoder = architecture.encoder();
            for (Layer layer : encoder.subList(1, encoder.size())) {
                x = parts.affine(parts.dropout(parts.activated(x), layer), layer, encoded(layer));
            }
            SDVariable z; // [users, latent]
            Optional<SDVariable> kl = Optional.empty();
            if (architecture.variational()) {
                GraphParts.Gaussian posterior = parts.gaussian(x);
                z = parts.drawn(posterior);
                kl = Optional.of(kl(parts, posterior));
            } else {
                z = parts.activated(x);
            }
            List<Layer> decoder = architecture.decoder();
            for (Layer layer : decoder.subList(0, decoder.size() - 1)) {
                z = parts.activated(parts.affine(parts.dropout(z, layer), layer, "decoded" + layer.number()));
            }
            parts.sd().identity(LossGraph.DECODED, parts.dropout(z, architecture.last()));
            return kl;
        }

        private static SDVariable kl(GraphParts parts, GraphParts.Gaussian posterior) {
            SDVariable mu = posterior.mean();
            SDVariable logVariance = posterior.logVariance();
            SDVariable ofDimensions = parts.sd()
                    .math()
                    .exp(logVariance)
                    .add(mu.mul(mu))
                    .sub(logVariance)
                    .sub(1); // [users, latent]
            SDVariable klOfUser = GraphParts.summed(
                            ofDimensions, parts.architecture().latent())
                    .mul(0.5); // [users, 1]
            return klOfUser.mean(LossGraph.KL);
        }
    }

    /**
     * RecVAE (Shenbin et al. 2020, RecVAE: a new variational autoencoder for top-N recommendations with implicit feedback,
     * as the authors' code has it).
     *
     * <pre>
     *   h1    = LN(activation(first))
     *   hk    = LN(activation(affine(h(k-1)) + h1 + ... + h(k-1)))
     *   mu, log sigma^2 = affine(h of the last hidden layer)
     *   z     = mu + epsilon * exp(log sigma^2 / 2)
     *   p(z)  = 3/20 N(0, 1) + 3/4 N(priorMean, exp(priorLogVariance)) + 1/10 N(0, e^10), each latent dimension by itself
     *   kl    = mean over users of  events * sum over dimensions of (log N(z; mu, sigma^2) - log p(z))
     * </pre>
     *
     * The kl is an estimate from one z, which may be negative. With z = mu, as in evaluation, it is off on average: for a normal p(z) of
     * variance s^2 by 1/2 (1 - sigma^2 / s^2) in each dimension, so hardly at all if the copy is close to the posterior. Its weight is
     * gamma, and the user's number of items.
     */
    final class Residual implements InnerGraph {

        private static final double STANDARD_WEIGHT = 3.0 / 20;
        private static final double COPY_WEIGHT = 3.0 / 4;
        private static final double WIDE_WEIGHT = 1.0 / 10;
        private static final double WIDE_LOG_VARIANCE = 10;

        /**
         * The encoder alone: {@link LossGraph#HIDDEN} to {@link LossGraph#MEAN} and {@link LossGraph#LOG_VARIANCE}.
         *
         * @param parameters at least the encoder's
         */
        static SameDiff encoder(Architecture architecture, Parameters parameters) {
            GraphParts parts = new GraphParts(architecture, parameters, DataType.FLOAT);
            SDVariable hidden =
                    parts.placeholder(LossGraph.HIDDEN, architecture.first().out());
            GraphParts.Gaussian posterior = posterior(parts, hidden);
            parts.sd().identity(LossGraph.MEAN, posterior.mean());
            parts.sd().identity(LossGraph.LOG_VARIANCE, posterior.logVariance());
            return parts.sd();
        }

        private static GraphParts.Gaussian posterior(GraphParts parts, SDVariable first) {
            List<Layer> encoder = parts.architecture().encoder();
            SDVariable h = parts.normed(parts.activated(first), encoder.get(0)); // [users, width]
            SDVariable sum = h;
            for (Layer layer : encoder.subList(1, encoder.size() - 1)) {
                SDVariable affine = parts.affine(h, layer, encoded(layer));
                h = parts.normed(parts.activated(affine.add(sum)), layer);
                sum = sum.add(h);
            }
            Layer last = encoder.get(encoder.size() - 1);
            return parts.gaussian(parts.affine(h, last, encoded(last)));
        }

        @Override
        public Optional<SDVariable> add(GraphParts parts, SDVariable first, Supplier<SDVariable> events) {
            GraphParts.Gaussian posterior = posterior(parts, first);
            SDVariable z = parts.drawn(posterior);
            parts.sd().identity(LossGraph.DECODED, z);
            return Optional.of(kl(parts, posterior, z, events.get()));
        }

        /**
         * Without log sqrt(2 pi), which the two logarithms share. log N(z; mu, sigma^2) is - (log sigma^2 + epsilon^2) / 2, since
         * (z - mu) / sigma is epsilon.
         */
        private static SDVariable kl(GraphParts parts, GraphParts.Gaussian posterior, SDVariable z, SDVariable events) {
            SameDiff sd = parts.sd();
            int latent = parts.architecture().latent();
            SDVariable epsilon = sd.getVariable(LossGraph.EPSILON);
            SDVariable logPosterior =
                    posterior.logVariance().add(epsilon.mul(epsilon)).mul(-0.5);

            SDVariable mean = parts.placeholder(LossGraph.PRIOR_MEAN, latent);
            SDVariable logVariance = parts.placeholder(LossGraph.PRIOR_LOG_VARIANCE, latent);
            SDVariable squares = z.mul(z);
            SDVariable apart = z.sub(mean);
            SDVariable standard = squares.mul(-0.5).add(Math.log(STANDARD_WEIGHT));
            SDVariable copy = apart.mul(apart)
                    .mul(sd.math().exp(sd.math().neg(logVariance)))
                    .add(logVariance)
                    .mul(-0.5)
                    .add(Math.log(COPY_WEIGHT));
            SDVariable wide = squares.mul(-0.5 * Math.exp(-WIDE_LOG_VARIANCE))
                    .add(Math.log(WIDE_WEIGHT) - 0.5 * WIDE_LOG_VARIANCE);
            // A whole number near the largest, as in LossGraph.nll.
            SDVariable shift = sd.math()
                    .max(sd.math().max(standard, copy), wide)
                    .castTo(DataType.INT64)
                    .castTo(parts.type());
            SDVariable logPrior = sd.math()
                    .log(sd.math()
                            .exp(standard.sub(shift))
                            .add(sd.math().exp(copy.sub(shift)))
                            .add(sd.math().exp(wide.sub(shift))))
                    .add(shift);
            return GraphParts.summed(logPosterior.sub(logPrior), latent)
                    .mul(events)
                    .mean(LossGraph.KL);
        }
    }
}
