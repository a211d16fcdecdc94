package multvae.training;

import multvae.config.TrainSettings.Monitor;
import multvae.config.TrainSettings.Schedule;
import multvae.config.TrainSettings.ScheduleType;
import multvae.config.TrainSettings.Stopping;
import multvae.config.TrainSettings.ThresholdMode;
import multvae.training.History.ValidationResult;

/** What follows from the evaluations of a training: a lower learning rate, an early end. */
final class Schedules {

    private Schedules() {}

    /** Adam's step size, epoch by epoch. */
    static final class LearningRate {

        /**
         * What an interrupted training resumes from.
         *
         * @param reductions how often a plateau has lowered the rate
         * @param patience of the plateau
         */
        record State(int reductions, Patience.State patience) {}

        private final double start;
        private final Schedule schedule;
        private final Patience patience;
        private int reductions;

        LearningRate(double start, Schedule schedule) {
            this.start = start;
            this.schedule = schedule;
            this.patience = new Patience(schedule.monitor(), schedule.threshold(), schedule.thresholdMode());
        }

        /** The rate in {@code epoch}, from 0: start * factor^n, no lower than the minimum unless it starts there. */
        double in(int epoch) {
            int times =
                    switch (schedule.type()) {
                        case CONSTANT -> 0;
                        case PLATEAU -> reductions;
                        case STEP -> epoch / schedule.every();
                        case EXPONENTIAL -> epoch;
                    };
            double floor = Math.min(schedule.minimum(), start);
            return Math.max(floor, start * Math.pow(schedule.factor(), times));
        }

        /** Takes an evaluation in. */
        void evaluated(ValidationResult validation) {
            if (schedule.type() == ScheduleType.PLATEAU && patience.waited(validation) > schedule.patience()) {
                reductions++;
                patience.reset();
            }
        }

        LearningRate.State state() {
            return new LearningRate.State(reductions, patience.state);
        }

        void restore(LearningRate.State state) {
            reductions = state.reductions;
            patience.state = state.patience;
        }
    }

    /** Whether training has stopped getting better. */
    static final class EarlyStopping {

        private final Stopping settings;
        private final Patience patience;

        EarlyStopping(Stopping settings) {
            this.settings = settings;
            this.patience = new Patience(settings.monitor(), settings.threshold(), ThresholdMode.ABSOLUTE);
        }

        /** Takes an evaluation in. */
        void evaluated(ValidationResult validation) {
            patience.waited(validation);
        }

        /** Whether to stop: {@code patience} evaluations in a row have not been better. */
        boolean isDue() {
            return settings.enabled() && patience.state.waited >= settings.patience();
        }

        Patience.State state() {
            return patience.state;
        }

        void restore(Patience.State state) {
            patience.state = state;
        }
    }

    /** Counts the evaluations in a row that were not better than the best one by a threshold. */
    static final class Patience {

        /**
         * What an interrupted training resumes from.
         *
         * @param best the best value so far, or null before any
         * @param waited evaluations since
         */
        record State(Double best, int waited) {}

        private final Monitor monitor;
        private final double threshold;
        private final ThresholdMode mode;
        private Patience.State state = new Patience.State(null, 0);

        private Patience(Monitor monitor, double threshold, ThresholdMode mode) {
            this.monitor = monitor;
            this.threshold = threshold;
            this.mode = mode;
        }

        /** Takes an evaluation in; returns how many in a row have not been better, 0 if this one is. */
        private int waited(ValidationResult validation) {
            double value = monitor == Monitor.METRIC
                    ? validation.ndcg100()
                    : validation.loss().loss();
            state = isBetter(value) ? new Patience.State(value, 0) : new Patience.State(state.best, state.waited + 1);
            return state.waited;
        }

        private boolean isBetter(double value) {
            if (state.best == null) {
                return true;
            }
            double margin = mode == ThresholdMode.RELATIVE ? threshold * Math.abs(state.best) : threshold;
            return monitor == Monitor.METRIC ? value > state.best + margin : value < state.best - margin;
        }

        /** Begins to count again; the best value stays. */
        private void reset() {
            state = new Patience.State(state.best, 0);
        }
    }
}
