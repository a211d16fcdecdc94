package multvae.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import multvae.io.UserError;
import multvae.model.Gradients;
import multvae.model.LossTerms;

/** What came of a round, of one worker or of several added up. */
public sealed interface RoundResult extends Serializable {

    /** The result of two workers. A failure is the result of both; of two the first one's. */
    RoundResult plus(RoundResult other);

    /** Bytes of the numbers that workers sent. */
    default long bytes() {
        return 0;
    }

    /**
     * All results as one.
     *
     * @param results at least one, in the order of the workers, so that a sum is always the same to the last bit; the first result's
     *     arrays become those of the sum
     */
    static RoundResult sum(List<RoundResult> results) {
        return results.stream().reduce(RoundResult::plus).orElseThrow();
    }

    /** A worker does not have the weights, and was not sent them. */
    record Missing() implements RoundResult {

        private static final long serialVersionUID = 1;

        @Override
        public RoundResult plus(RoundResult other) {
            return this;
        }
    }

    /** A worker has failed. */
    record Failed(UserError error) implements RoundResult {

        private static final long serialVersionUID = 1;

        @Override
        public RoundResult plus(RoundResult other) {
            return this;
        }
    }

    /** A worker had no users of the step's batch. */
    record NoUsers() implements RoundResult {

        private static final long serialVersionUID = 1;

        @Override
        public RoundResult plus(RoundResult other) {
            return other;
        }
    }

    /**
     * The gradients of one step.
     *
     * @param loss sums over the users
     * @param gradients times the users' share of the batch
     */
    record StepGradients(LossTerms.Sums loss, Gradients gradients, long bytes) implements RoundResult {

        private static final long serialVersionUID = 1;

        static StepGradients of(LossTerms.Sums loss, Gradients gradients) {
            return new StepGradients(loss, gradients, gradients.bytes());
        }

        @Override
        public RoundResult plus(RoundResult other) {
            if (other instanceof StepGradients more) {
                gradients.add(more.gradients);
                return new StepGradients(loss.plus(more.loss), gradients, bytes + more.bytes);
            }
            return other instanceof NoUsers ? this : other;
        }
    }

    /**
     * The weights after several steps.
     *
     * @param losses sums over the users of each step
     * @param state weights and moments, times the users' share of those of all steps
     */
    record StepsState(List<LossTerms.Sums> losses, SharedState state, long bytes) implements RoundResult {

        private static final long serialVersionUID = 1;

        static StepsState of(List<LossTerms.Sums> losses, SharedState state) {
            return new StepsState(List.copyOf(losses), state, state.bytes());
        }

        @Override
        public RoundResult plus(RoundResult other) {
            if (other instanceof StepsState more) {
                List<LossTerms.Sums> sums = new ArrayList<>();
                for (int step = 0; step < losses.size(); step++) {
                    sums.add(losses.get(step).plus(more.losses.get(step)));
                }
                state.add(more.state);
                return new StepsState(List.copyOf(sums), state, bytes + more.bytes);
            }
            return other;
        }
    }
}
