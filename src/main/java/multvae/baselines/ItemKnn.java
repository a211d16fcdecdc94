package multvae.baselines;

import java.io.Serializable;
import java.util.Arrays;
import multvae.evaluation.Scorer;
import multvae.linear.Neighbours;
import multvae.matrix.CsrMatrix;

/**
 * Items like those that a user has: an item's score is the sum of its similarities to those of its neighbours that the
 * user has folded in. As in Ferrari Dacrema, Cremonesi and Jannach, Are We Really Making Much Progress?, RecSys 2019; the
 * similarity is that of {@link ItemNeighbours}.
 */
public final class ItemKnn implements Scorer {

    private final Neighbours model;

    /**
     * What makes two items similar: {@link ItemNeighbours} has the formula.
     *
     * @param shrinkage from 0; the higher, the less the similarity of items with few users counts
     * @param asymmetry from 0 to 1; 0.5 is the cosine
     * @param userDamping from 0; the higher, the less active users count
     */
    public record Similarity(double shrinkage, double asymmetry, double userDamping) implements Serializable {

        private static final long serialVersionUID = 1;

        public Similarity {
            if (!(shrinkage >= 0 && asymmetry >= 0 && asymmetry <= 1 && userDamping >= 0)) {
                throw new IllegalArgumentException("shrinkage is " + shrinkage + ", asymmetry " + asymmetry
                        + ", userDamping " + userDamping + ", must be from 0, and asymmetry at most 1");
            }
        }
    }

    /**
     * Finds every item's neighbours, in time that grows with the sum of the users' squared numbers of items.
     *
     * @param neighbours how many an item has at the most, from 1
     */
    public ItemKnn(ItemPairs pairs, int neighbours, Similarity similarity) {
        if (neighbours < 1) {
            throw new IllegalArgumentException("neighbours is " + neighbours + ", must be at least 1");
        }
        int items = pairs.items();
        int[][] nearest = new int[items][];
        float[][] nearness = new float[items][];
        pairs.neighbours(neighbours, similarity, (item, found, similarities) -> {
            nearest[item] = found;
            nearness[item] = similarities;
        });
        int[] starts = new int[items + 1]; // by neighbour
        for (int[] found : nearest) {
            for (int neighbour : found) {
                starts[neighbour + 1]++;
            }
        }
        Arrays.parallelPrefix(starts, Math::addExact);
        int[] targets = new int[starts[items]];
        float[] similarities = new float[starts[items]];
        int[] next = starts.clone();
        for (int item = 0; item < items; item++) {
            for (int n = 0; n < nearest[item].length; n++) {
                int at = next[nearest[item][n]]++;
                targets[at] = item;
                similarities[at] = nearness[item][n];
            }
        }
        this.model = new Neighbours(starts, targets, similarities);
    }

    /** What every item's neighbours take of Java's heap at once, in bytes, at the most: first by item, then by neighbour. */
    public static long heapToFit(long items, int neighbours) {
        return 2 * items * Math.min(neighbours, items) * (Integer.BYTES + Float.BYTES);
    }

    /** Every item's neighbours. */
    public Neighbours model() {
        return model;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if {@code foldIn} does not have the items of the train matrix
     */
    @Override
    public void score(CsrMatrix foldIn, int from, int to, float[] scores) {
        TrainItems.score(model, foldIn, from, to, scores);
    }
}
