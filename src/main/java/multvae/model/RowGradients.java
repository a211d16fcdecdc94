package multvae.model;

import multvae.weights.Ranges;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A step's gradients by rows of the last layer, of all items or of a sample: whether they are finite, and their norm. */
final class RowGradients {

    private INDArray byWeight; // [rows, width]; null if it is not updated
    private float[] byBias; // [rows] and more
    private int rows;
    private double bound; // that no element of byWeight exceeds

    /**
     * Takes a step's.
     *
     * <p>Over the users, the absolute gradients by a logit add up to at most 2 events / users. Times the largest input, that bounds the
     * weight's gradient, which is seldom too large for a float.
     *
     * @param byWeight [rows, width]; null if the layer is not updated
     * @param byBias [rows] and more
     * @param decoded the layer's input, [users, width]
     */
    void set(INDArray byWeight, float[] byBias, int rows, BatchRows target, INDArray decoded) {
        this.byWeight = byWeight;
        this.byBias = byBias;
        this.rows = rows;
        double events = target.rowStart(target.users());
        this.bound = 2 * events / target.users() * HostFloats.readable(decoded).largest();
    }

    /** [rows, width]; null if the layer is not updated. */
    INDArray byWeight() {
        return byWeight;
    }

    boolean areFinite() {
        if (!HostFloats.areFinite(byBias, rows)) {
            return false;
        }
        return bound < Float.MAX_VALUE
                || byWeight == null
                || HostFloats.readable(byWeight).areFinite();
    }

    /**
     * The sum of their squares, with the weight's penalty.
     *
     * @param weight [rows, width]
     * @param decay of it
     */
    double squaredNorm(INDArray weight, double decay) {
        int width = (int) weight.size(1);
        HostFloats gradients = HostFloats.readable(byWeight);
        HostFloats weights = HostFloats.readable(weight);
        double[] squares = new double[Ranges.PARTS];
        Ranges.parallel(rows, (part, from, to) -> {
            float[] gradient = new float[width];
            float[] row = new float[width];
            for (int k = from; k < to; k++) {
                gradients.getRow(k, width, gradient);
                weights.getRow(k, width, row);
                for (int j = 0; j < width; j++) {
                    gradient[j] += (float) decay * row[j];
                }
                squares[part] += HostFloats.sumOfSquares(gradient, width);
            }
        });
        return HostFloats.sum(squares) + HostFloats.sumOfSquares(byBias, rows);
    }
}
