package multvae.baselines;

import java.util.stream.IntStream;
import multvae.evaluation.TopK;
import multvae.matrix.CsrMatrix;

/**
 * The items most similar to each item, best first. The similarity is the cosine of two items' train users with shrinkage,
 * |both| / (sqrt(|one| |other|) + shrinkage), in single precision. Of equally similar items the lower one comes first;
 * an item without a user in common is no neighbour.
 */
final class ItemNeighbours {

    private static final int PARTS_PER_THREAD = 4;

    private final CoOccurrence pairs;
    private final double shrinkage;
    private final CsrMatrix itself; // [items, items], the identity: what an item's neighbours leave out
    private final int[][] neighbours; // [items][at most k]
    private final float[][] similarities; // [items][at most k]

    /**
     * @param train what the train users have, [users, items]
     * @param k how many neighbours an item has at the most, from 1
     * @param shrinkage from 0
     */
    ItemNeighbours(CsrMatrix train, int k, double shrinkage) {
        int items = train.columns();
        this.pairs = new CoOccurrence(train);
        this.shrinkage = shrinkage;
        this.itself = new CsrMatrix(
                items,
                IntStream.rangeClosed(0, items).toArray(),
                IntStream.range(0, items).toArray());
        this.neighbours = new int[items][];
        this.similarities = new float[items][];
        int parts = PARTS_PER_THREAD * Runtime.getRuntime().availableProcessors();
        IntStream.range(0, parts).parallel().forEach(part -> {
            int[] counts = new int[items];
            float[] similarity = new float[items];
            TopK nearest = new TopK(Math.min(k, items));
            for (int item = part; item < items; item += parts) {
                find(item, counts, similarity, nearest);
            }
        });
    }

    private void find(int item, int[] counts, float[] similarity, TopK nearest) {
        pairs.row(item, counts);
        for (int other = 0; other < counts.length; other++) {
            double norms = Math.sqrt((double) pairs.users(item) * pairs.users(other));
            similarity[other] = counts[other] == 0 ? 0 : (float) (counts[other] / (norms + shrinkage));
        }
        int found = nearest.rank(similarity, 0, itself, item);
        while (found > 0 && nearest.score(found - 1) == 0) {
            found--;
        }
        neighbours[item] = new int[found];
        similarities[item] = new float[found];
        for (int n = 0; n < found; n++) {
            neighbours[item][n] = nearest.item(n);
            similarities[item][n] = nearest.score(n);
        }
    }

    /** How many neighbours the item has. */
    int count(int item) {
        return neighbours[item].length;
    }

    /** The item's neighbour number {@code n}, 0 being the most similar. */
    int neighbour(int item, int n) {
        return neighbours[item][n];
    }

    /** The similarity of that neighbour, above 0. */
    float similarity(int item, int n) {
        return similarities[item][n];
    }
}
