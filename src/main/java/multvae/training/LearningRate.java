package multvae.training;

import multvae.config.TrainSettings.Schedule;
import multvae.config.TrainSettings.ScheduleType;

/** Adam's step size, epoch by epoch. */
final class LearningRate {

    /**
     * What an interrupted run goes on from.
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
    void evaluated(ValidationResult validated) {
        if (schedule.type() == ScheduleType.PLATEAU && patience.waited(validated) > schedule.patience()) {
            reductions++;
            patience.reset();
        }
    }

    State state() {
        return new State(reductions, patience.state());
    }

    void restore(State state) {
        reductions = state.reductions;
        patience.restore(state.patience);
    }
}
