package multvae.linear;

import java.util.Arrays;

/** EASE and EDLAE once they are fitted: a weight from each item to each other one. A score is summed in single precision. */
final class ItemWeights implements LinearModel {

    private final float[][] weights; // [items][items], row i has the weights from item i

    /** @param weights [items][items], not copied; row i has the weights from item i */
    ItemWeights(float[][] weights) {
        this.weights = weights;
    }

    @Override
    public int items() {
        return weights.length;
    }

    @Override
    public void score(int[] history, float[] scores, int offset) {
        int items = weights.length;
        Arrays.fill(scores, offset, offset + items, 0);
        for (int seen : history) {
            float[] row = weights[seen];
            for (int item = 0; item < items; item++) {
                scores[offset + item] += row[item];
            }
        }
    }

    @Override
    public double[][] contributions(int[] history, int[] items) {
        double[][] contributions = new double[history.length][items.length];
        for (int k = 0; k < history.length; k++) {
            for (int n = 0; n < items.length; n++) {
                contributions[k][n] = weights[history[k]][items[n]];
            }
        }
        return contributions;
    }
}
