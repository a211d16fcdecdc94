package multvae.training;

import multvae.config.TrainSettings.Monitor;
import multvae.config.TrainSettings.ThresholdMode;

/** Counts the evaluations in a row that did not get better than the best one by a threshold. */
final class Patience {

    /**
     * What an interrupted run goes on from.
     *
     * @param best the best value so far, or null before any
     * @param waited evaluations since
     */
    record State(Double best, int waited) {}

    private final Monitor monitor;
    private final double threshold;
    private final ThresholdMode mode;
    private State state = new State(null, 0);

    Patience(Monitor monitor, double threshold, ThresholdMode mode) {
        this.monitor = monitor;
        this.threshold = threshold;
        this.mode = mode;
    }

    /** Takes an evaluation in; returns how many in a row have not been better, 0 where this one is. */
    int waited(ValidationResult validated) {
        double value = monitor == Monitor.METRIC
                ? validated.ndcg100()
                : validated.loss().loss();
        state = isBetter(value) ? new State(value, 0) : new State(state.best, state.waited + 1);
        return state.waited;
    }

    private boolean isBetter(double value) {
        if (state.best == null) {
            return true;
        }
        double margin = mode == ThresholdMode.RELATIVE ? threshold * Math.abs(state.best) : threshold;
        return monitor == Monitor.METRIC ? value > state.best + margin : value < state.best - margin;
    }

    /** Begins to wait anew, the best value kept. */
    void reset() {
        state = new State(state.best, 0);
    }

    State state() {
        return state;
    }

    void restore(State state) {
        this.state = state;
    }
}
