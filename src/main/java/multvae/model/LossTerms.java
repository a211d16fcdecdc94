package multvae.model;

/**
 * The negative ELBO and its terms, in nats, means over users.
 *
 * @param loss nll + beta * kl
 * @param nll the negative log-likelihood of the users' items under the decoder's multinomial
 * @param kl the divergence of the users' posteriors from the prior
 */
public record LossTerms(double loss, double nll, double kl) {}
