package multvae.model;

/**
 * The loss and its terms, in nats, means over users. For a Mult-VAE without a penalty it is the negative ELBO.
 *
 * @param loss nll + beta * kl + penalty
 * @param nll the negative log-likelihood of the users' items under the decoder's multinomial
 * @param kl the divergence of the users' posteriors from the prior; 0 for a Mult-DAE
 * @param penalty the weights' squares, times their factor
 */
public record LossTerms(double loss, double nll, double kl, double penalty) {

    /** Of the terms and the weight of the KL term. */
    public static LossTerms of(double nll, double beta, double kl, double penalty) {
        return new LossTerms(nll + beta * kl + penalty, nll, kl, penalty);
    }
}
