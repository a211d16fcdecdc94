package multvae.evaluation;

/** The mean of n numbers and its standard error: their standard deviation, with divisor n, over the root of n. */
record Summary(double mean, double standardError) {

    /** Of at least one number. */
    static Summary of(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Summary(mean, Math.sqrt(squares / values.length) / Math.sqrt(values.length));
    }
}
