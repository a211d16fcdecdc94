package multvae.baselines;

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
    public record Similarity(double shrinkage, double asymmetry, double userDamping) {

        public Similarity {
            if (!(shrinkage >= 0 && asymmetry >= 0 && asymmetry <= 1 && userDamping >= 0)) {
                throw new IllegalArgumentException("shrinkage is " + shrinkage + ", asymmetry " + asymmetry
                        + ", userDamping " + userDamping + ", must be from 0, and asymmetry at most 1");
            }
        }
    }

    /** By the cosine with shrinkage. */
    public ItemKnn(CsrMatrix train, int neighbours, double shrinkage) {
        this(train, neighbours, new Similarity(shrinkage, 0.5, 0));
    }

    /**
     * Finds every item's neighbours, in time that grows with the sum of the users' squared numbers of items.
     *
     * @param train what the train users have, [users, items]
     * @param neighbours how many an item has at the most, from 1
     */
    public ItemKnn(CsrMatrix train, int neighbours, Similarity similarity) {
        if (neighbours < 1) {
            throw new IllegalArgumentException("neighbours is " + neighbours + ", must be at least 1");
        }
        ItemNeighbours nearest = new ItemNeighbours(train, neighbours, similarity);
        int items = train.columns();
        int[] starts = new int[items + 1]; // by neighbour
        for (int item = 0; item < items; item++) {
            for (int n = 0; n < nearest.count(item); n++) {
                starts[nearest.neighbour(item, n) + 1]++;
            }
        }
        Arrays.parallelPrefix(starts, Math::addExact);
        int[] targets = new int[starts[items]];
        float[] similarities = new float[starts[items]];
        int[] next = starts.clone();
        for (int item = 0; item < items; item++) {
            for (int n = 0; n < nearest.count(item); n++) {
                int at = next[nearest.neighbour(item, n)]++;
                targets[at] = item;
                similarities[at] = nearest.similarity(item, n);
            }
        }
        this.model = new Neighbours(starts, targets, similarities);
    }

    /**
     * What the fit takes of Java's heap at once, in bytes, at the most: the matrix by item, a row of sums for each thread, and
     * every item's neighbours, first by item, then by neighbour.
     */
    public static long heapToFit(CsrMatrix train, int neighbours) {
        long items = train.columns();
        long pairs = items * Math.min(neighbours, items);
        int threads = ItemNeighbours.PARTS_PER_THREAD * Runtime.getRuntime().availableProcessors();
        return Integer.BYTES * (items + train.nonZeros())
                + threads * items * (Double.BYTES + Float.BYTES)
                + 2 * pairs * (Integer.BYTES + Float.BYTES);
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
