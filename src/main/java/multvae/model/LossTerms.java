package multvae.model;

import java.io.Serializable;

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

    /**
     * Sums of the loss and its terms over users.
     *
     * @param users how many they are
     */
    public record Sums(double loss, double nll, double kl, double penalty, long users) implements Serializable {

        private static final long serialVersionUID = 1;

        /** Over no users. */
        public static final Sums NONE = new Sums(0, 0, 0, 0, 0);

        /**
         * The sums with those of further users.
         *
         * @param terms means over these {@code batchUsers}
         */
        public Sums plus(LossTerms terms, int batchUsers) {
            return new Sums(
                    loss + terms.loss * batchUsers,
                    nll + terms.nll * batchUsers,
                    kl + terms.kl * batchUsers,
                    penalty + terms.penalty * batchUsers,
                    users + batchUsers);
        }

        /** The sums over these users and over others. */
        public Sums plus(Sums others) {
            return new Sums(
                    loss + others.loss,
                    nll + others.nll,
                    kl + others.kl,
                    penalty + others.penalty,
                    users + others.users);
        }

        /** Means over the users. */
        public LossTerms means() {
            return new LossTerms(loss / users, nll / users, kl / users, penalty / users);
        }
    }
}
