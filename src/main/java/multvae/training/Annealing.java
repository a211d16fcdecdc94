package multvae.training;

import java.io.Serializable;
import multvae.config.TrainSettings.Anneal;
import multvae.io.UserError;

/** The weight of the KL term, beta, as a pure function of the step, counted from 0. */
public sealed interface Annealing extends Serializable {

    /** Where the tutorial lets beta reach its cap: the last fifth of the epochs trains at the cap. */
    double CAPPED_PROPORTION = 0.2;

    /** beta at {@code step}, from 0. */
    double beta(long step);

    /**
     * As configured; a search has two, {@link #rising} and the one that follows from it.
     *
     * @param stepsPerEpoch batches in an epoch, including the smaller last one
     * @param epochs the run's epochs
     * @throws UserError if a cyclical beta would never leave 0
     */
    static Annealing of(Anneal settings, int stepsPerEpoch, int epochs) {
        return switch (settings.type()) {
            case LINEAR -> new Linear(settings.cap(), totalSteps(settings, settings.cap(), stepsPerEpoch, epochs));
            case CONSTANT -> new Constant(settings.cap());
            case CYCLICAL -> cyclical(settings, (long) stepsPerEpoch * epochs);
            case SEARCH -> rising(settings, stepsPerEpoch, epochs);
        };
    }

    private static Cyclical cyclical(Anneal settings, long steps) {
        if (settings.cycles() >= steps) { // a cycle of one step is over before beta rises
            throw new UserError(
                    "train.anneal.cycles",
                    "fewer than the " + steps + " steps of the training, since each cycle begins with a beta of 0",
                    String.valueOf(settings.cycles()),
                    "lower it, or train for more epochs");
        }
        return new Cyclical(settings.cap(), steps, settings.cycles(), settings.rampFraction());
    }

    /** The first training of a search: beta rises to 1 (Liang et al. 2018, section 2.2.2). */
    static Linear rising(Anneal settings, int stepsPerEpoch, int epochs) {
        return new Linear(1, totalSteps(settings, 1, stepsPerEpoch, epochs));
    }

    /** As configured, or by the tutorial's formula: the steps until the cap, over the cap. */
    private static double totalSteps(Anneal settings, double cap, int stepsPerEpoch, int epochs) {
        if (settings.totalSteps().isPresent()) {
            return settings.totalSteps().getAsLong();
        }
        int annealEpochs = settings.epochs().orElse(epochs - (int) (CAPPED_PROPORTION * epochs));
        return (double) stepsPerEpoch * annealEpochs / cap;
    }

    /**
     * min(cap, step / totalSteps).
     *
     * @param cap the highest beta; 0 keeps beta at 0 throughout
     * @param totalSteps the steps after which an uncapped beta is 1; 0 or less holds beta at the cap
     */
    record Linear(double cap, double totalSteps) implements Annealing {

        @Override
        public double beta(long step) {
            return cap == 0 || totalSteps <= 0 ? cap : Math.min(cap, step / totalSteps);
        }

        /** The same slope up to another cap. */
        Linear upTo(double otherCap) {
            return new Linear(otherCap, totalSteps);
        }
    }

    /** The same beta at every step: the tutorial's constant_anneal. */
    record Constant(double cap) implements Annealing {

        @Override
        public double beta(long step) {
            return cap;
        }
    }

    /**
     * Up from 0 to the cap and held there, again and again: cap * min(1, tau / rampFraction), tau the part of the cycle
     * that is over (Fu et al. 2019, Cyclical annealing schedule, equation 6 with a linear f).
     *
     * @param totalSteps the run's steps
     * @param cycles cycles of equal length, but that a cycle is a whole number of steps, so that the last may be shorter
     * @param rampFraction the part of a cycle in which beta rises, in (0, 1]
     */
    record Cyclical(double cap, long totalSteps, int cycles, double rampFraction) implements Annealing {

        @Override
        public double beta(long step) {
            long length = (totalSteps + cycles - 1) / cycles;
            double tau = (double) (step % length) / length;
            return cap * Math.min(1, tau / rampFraction);
        }
    }
}
