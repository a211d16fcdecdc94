package multvae.linear;

import java.util.Arrays;

/**
 * item-kNN once it is fitted. Each item has neighbours; its score is the sum of its similarities to those that the user has, in
 * single precision. They are kept by neighbour, so that an item's part in all scores is one run.
 */
public final class Neighbours implements LinearModel {

    private final int[] starts; // [items + 1]; item n is a neighbour of targets[starts[n] .. starts[n + 1])
    private final int[] targets; // [pairs], strictly ascending within a run
    private final float[] similarities; // [pairs]

    /**
     * The arrays are not copied.
     *
     * @param starts [items + 1], from 0, ascending, ending with the number of pairs
     * @param targets [pairs]: those that item n is a neighbour of, ascending, stand at starts[n] .. starts[n + 1]
     * @param similarities [pairs]
     */
    public Neighbours(int[] starts, int[] targets, float[] similarities) {
        this.starts = starts;
        this.targets = targets;
        this.similarities = similarities;
    }

    int[] targets() {
        return targets;
    }

    float[] similarities() {
        return similarities;
    }

    /** How many items each one is a neighbour of, [items]. */
    int[] counts() {
        int[] counts = new int[items()];
        for (int item = 0; item < counts.length; item++) {
            counts[item] = starts[item + 1] - starts[item];
        }
        return counts;
    }

    @Override
    public int items() {
        return starts.length - 1;
    }

    @Override
    public void score(int[] history, float[] scores, int offset) {
        Arrays.fill(scores, offset, offset + items(), 0);
        for (int seen : history) {
            for (int k = starts[seen]; k < starts[seen + 1]; k++) {
                scores[offset + targets[k]] += similarities[k];
            }
        }
    }

    @Override
    public double[][] contributions(int[] history, int[] items) {
        double[][] contributions = new double[history.length][items.length];
        for (int k = 0; k < history.length; k++) {
            int from = starts[history[k]];
            int to = starts[history[k] + 1];
            for (int n = 0; n < items.length; n++) {
                int at = Arrays.binarySearch(targets, from, to, items[n]);
                contributions[k][n] = at < 0 ? 0 : similarities[at];
            }
        }
        return contributions;
    }
}
