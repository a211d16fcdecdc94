package multvae.training;

import multvae.model.LossTerms;

/**
 * Sums of the loss and its terms over the users of an epoch so far: what an interrupted epoch goes on from.
 *
 * @param users how many they are
 */
record LossSums(double loss, double nll, double kl, double penalty, long users) {

    static final LossSums NONE = new LossSums(0, 0, 0, 0, 0);

    /** @param terms means over {@code batchUsers} further users */
    LossSums plus(LossTerms terms, int batchUsers) {
        return new LossSums(
                loss + terms.loss() * batchUsers,
                nll + terms.nll() * batchUsers,
                kl + terms.kl() * batchUsers,
                penalty + terms.penalty() * batchUsers,
                users + batchUsers);
    }

    /** Means over the users. */
    LossTerms means() {
        return new LossTerms(loss / users, nll / users, kl / users, penalty / users);
    }
}
