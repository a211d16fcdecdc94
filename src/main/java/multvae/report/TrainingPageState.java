package multvae.report;

import java.util.OptionalDouble;
import multvae.training.History;
import multvae.weights.Architecture.ModelType;

/**
 * A training at some moment, as its page shows it.
 *
 * @param run the run's name
 * @param data the data set's name, or what to call ratings of the user's own
 * @param users train users; 0 before training begins
 * @param items items of the model; 0 before training begins
 * @param model the model's type
 * @param mayStopEarly whether there may be fewer epochs than planned
 * @param history the finished epochs, perhaps none
 * @param losses of the steps since this process trains
 * @param now where it is
 */
public record TrainingPageState(
        String run,
        String data,
        int users,
        int items,
        ModelType model,
        boolean mayStopEarly,
        History history,
        StepLosses losses,
        Now now) {

    /**
     * Where a training is.
     *
     * @param epochs how many there will be
     * @param epochUsers users of an epoch: each train user as often as the epoch has passes; 0 before training begins
     * @param doneUsers how many of them the epoch after the finished ones has trained on
     * @param loss of the last step; absent before the first one
     * @param beta of the last step
     * @param learningRate of the last epoch, or the first one's before its end
     * @param usersPerSecond since this process trains, validations included; absent before the first step
     */
    public record Now(
            int epochs,
            int epochUsers,
            int doneUsers,
            OptionalDouble loss,
            double beta,
            double learningRate,
            OptionalDouble usersPerSecond) {}

    /** Whether all epochs are finished. */
    boolean over() {
        return history.epochs().size() >= now.epochs();
    }

    /** The part of all epochs that is done, in [0, 1]. */
    double done() {
        if (over()) {
            return 1;
        }
        double ofEpoch = now.epochUsers() == 0 ? 0 : (double) now.doneUsers() / now.epochUsers();
        return (history.epochs().size() + ofEpoch) / now.epochs();
    }

    /** How long it still takes if it goes on as fast; absent if nobody can know, or it is over. */
    OptionalDouble secondsLeft() {
        if (over() || now.epochUsers() == 0 || now.usersPerSecond().isEmpty()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((1 - done())
                * now.epochs()
                * now.epochUsers()
                / now.usersPerSecond().getAsDouble());
    }
}
