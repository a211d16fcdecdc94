package multvae.model;

/**
 * Adds rows, each times a factor, to a sum, in the order in which they come. Four at a time, so that their memory is read side by side. Not
 * thread-safe: a part of a step has its own.
 */
final class RowSum {

    private final float[][] buffers; // [rows][width]
    private final float[][] rows = new float[Elementwise.AT_ONCE][];
    private final float[] factors = new float[Elementwise.AT_ONCE];
    private final int width;
    private int waiting; // rows

    RowSum(int width) {
        this.width = width;
        this.buffers = new float[Elementwise.AT_ONCE][width];
    }

    /** Room for the row that is added next, if it has no array of its own. */
    float[] room() {
        return buffers[waiting];
    }

    /** sum += factor * row, at the latest by {@link #finish}; the row must stay as it is until then. */
    void add(float[] sum, float[] row, float factor) {
        rows[waiting] = row;
        factors[waiting++] = factor;
        if (waiting == Elementwise.AT_ONCE) {
            Elementwise.addFourScaled(sum, rows, factors, width);
            waiting = 0;
        }
    }

    /** Adds what is waiting. */
    void finish(float[] sum) {
        for (int n = 0; n < waiting; n++) {
            Elementwise.addScaled(sum, rows[n], factors[n], width);
        }
        waiting = 0;
    }
}
