package multvae.training;

import java.util.Optional;
import multvae.model.Half;
import multvae.model.LossTerms;

/**
 * Sums of the loss over the users of an epoch's batches so far.
 *
 * @param rest of the steps that update the decoder, or everything
 * @param encoderPasses of the steps that update the encoder alone
 */
record EpochSums(LossTerms.Sums rest, LossTerms.Sums encoderPasses) {

    /** Over no users. */
    static final EpochSums NONE = new EpochSums(LossTerms.Sums.NONE, LossTerms.Sums.NONE);

    EpochSums plus(Half half, LossTerms terms, int users) {
        return half == Half.ENCODER
                ? new EpochSums(rest, encoderPasses.plus(terms, users))
                : new EpochSums(rest.plus(terms, users), encoderPasses);
    }

    /** Means over the steps that update the decoder, or everything. */
    LossTerms train() {
        return rest.means();
    }

    /** Means over the steps that update the encoder alone; absent if there are none. */
    Optional<LossTerms> encoder() {
        return encoderPasses.users() == 0 ? Optional.empty() : Optional.of(encoderPasses.means());
    }
}
