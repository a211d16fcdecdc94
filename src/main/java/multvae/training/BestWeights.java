package multvae.training;

import multvae.model.Parameters;

/** A copy of the parameters of the epoch with the best validation metric so far; the earlier epoch wins a tie. */
final class BestWeights implements AutoCloseable {

    private final Parameters parameters;
    private final Parameters copy;
    private double metric = Double.NEGATIVE_INFINITY;
    private int epoch;

    BestWeights(Parameters parameters) {
        this.parameters = parameters;
        this.copy = parameters.zeros();
    }

    /** Copies the parameters if {@code metric}, to be maximised, is better than all before. */
    boolean offer(int epoch, double metric) {
        if (metric <= this.metric) {
            return false;
        }
        label(epoch, metric);
        copy.assign(parameters);
        return true;
    }

    /** Says what {@link #weights()}, filled from elsewhere, are of. */
    void label(int epoch, double metric) {
        this.epoch = epoch;
        this.metric = metric;
    }

    /** The epoch that they are of, from 1; 0 before any. */
    int epoch() {
        return epoch;
    }

    double metric() {
        return metric;
    }

    Parameters weights() {
        return copy;
    }

    @Override
    public void close() {
        copy.close();
    }
}
