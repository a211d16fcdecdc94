package multvae.training;

import java.io.Serializable;
import java.util.List;
import multvae.io.UserError;
import multvae.model.Gradients;
import multvae.model.LossTerms;

/** What came of a round, of one worker or of several added up. */
public final class RoundResult implements Serializable {

    private static final long serialVersionUID = 1;

    private final boolean missing;
    private final UserError error;
    private final LossTerms.Sums[] losses; // [steps]
    private long bytes;
    private Gradients gradients;
    private SharedState state;

    private RoundResult(
            boolean missing, UserError error, LossTerms.Sums[] losses, Gradients gradients, SharedState state) {
        this.missing = missing;
        this.error = error;
        this.losses = losses;
        this.gradients = gradients;
        this.state = state;
        this.bytes = (gradients == null ? 0 : gradients.bytes()) + (state == null ? 0 : state.bytes());
    }

    /** A worker that does not have the weights, and was not sent them. */
    static RoundResult missing() {
        return new RoundResult(true, null, new LossTerms.Sums[0], null, null);
    }

    /** A worker that has failed. */
    public static RoundResult failed(UserError error) {
        return new RoundResult(false, error, new LossTerms.Sums[0], null, null);
    }

    /** @param gradients null if the worker had no users */
    static RoundResult of(LossTerms.Sums loss, Gradients gradients) {
        return new RoundResult(false, null, new LossTerms.Sums[] {loss}, gradients, null);
    }

    /** @param state weights and moments after the steps, times the worker's share of the users */
    static RoundResult of(LossTerms.Sums[] losses, SharedState state) {
        return new RoundResult(false, null, losses, null, state);
    }

    /**
     * All results as one.
     *
     * @param results in the order of the workers, so that a sum is always the same to the last bit; the first result becomes the sum
     */
    public static RoundResult sum(List<RoundResult> results) {
        for (RoundResult result : results) {
            if (result.error != null || result.missing) {
                return result;
            }
        }
        RoundResult sum = results.get(0);
        results.subList(1, results.size()).forEach(sum::add);
        return sum;
    }

    private void add(RoundResult other) {
        for (int step = 0; step < losses.length; step++) {
            losses[step] = losses[step].plus(other.losses[step]);
        }
        bytes += other.bytes;
        if (state != null) {
            state.add(other.state);
        } else if (gradients == null) {
            gradients = other.gradients;
        } else if (other.gradients != null) {
            gradients.add(other.gradients);
        }
    }

    /** Whether a worker did not have the weights. */
    boolean isMissing() {
        return missing;
    }

    /** What has failed; null if nothing has. */
    UserError error() {
        return error;
    }

    /** Sums over the users of each step. */
    List<LossTerms.Sums> losses() {
        return List.of(losses);
    }

    Gradients gradients() {
        return gradients;
    }

    SharedState state() {
        return state;
    }

    /** Bytes of the numbers that workers sent. */
    public long bytes() {
        return bytes;
    }
}
