package multvae.baselines;

import java.util.stream.IntStream;
import multvae.evaluation.TopK;
import multvae.matrix.CsrMatrix;

/**
 * The items most similar to each item, best first. With u's weight w(u) = |items of u|^-damping and w(S) the sum of the weights
 * of a set of users, the similarity of item i to its neighbour j is
 *
 * <pre>w(both) / (w(i)^asymmetry w(j)^(1 - asymmetry) + shrinkage)</pre>
 *
 * in single precision. Without damping and with an asymmetry of 0.5 it is the cosine of their train users with shrinkage. The
 * asymmetric cosine is that of Aiolli, Efficient Top-N Recommendation for Very Large Scale Binary Rated Datasets, RecSys 2013;
 * that active users count less is Breese, Heckerman and Kadie's inverse user frequency, UAI 1998, here as a power. Of equally
 * similar items the lower one comes first; an item without a user in common is no neighbour.
 */
final class ItemNeighbours {

    static final int PARTS_PER_THREAD = 4;

    private final CoOccurrence pairs;
    private final ItemKnn.Similarity settings;
    private final float[] userWeights; // [users]
    private final double[] sizes; // [items], the weights of an item's users, summed
    private final CsrMatrix itself; // [items, items], the identity: what an item's neighbours leave out
    private final int[][] neighbours; // [items][at most k]
    private final float[][] similarities; // [items][at most k]

    /**
     * @param train what the train users have, [users, items]
     * @param k how many neighbours an item has at the most, from 1
     */
    ItemNeighbours(CsrMatrix train, int k, ItemKnn.Similarity settings) {
        int items = train.columns();
        this.pairs = new CoOccurrence(train);
        this.settings = settings;
        this.userWeights = userWeights(train, settings.userDamping());
        this.sizes = sizes(train, userWeights);
        this.itself = new CsrMatrix(
                items,
                IntStream.rangeClosed(0, items).toArray(),
                IntStream.range(0, items).toArray());
        this.neighbours = new int[items][];
        this.similarities = new float[items][];
        int parts = PARTS_PER_THREAD * Runtime.getRuntime().availableProcessors();
        IntStream.range(0, parts).parallel().forEach(part -> {
            double[] both = new double[items];
            float[] similarity = new float[items];
            TopK nearest = new TopK(Math.min(k, items));
            for (int item = part; item < items; item += parts) {
                find(item, both, similarity, nearest);
            }
        });
    }

    private static float[] userWeights(CsrMatrix train, double damping) {
        float[] weights = new float[train.rows()];
        for (int user = 0; user < weights.length; user++) {
            weights[user] = damping == 0 ? 1 : (float) Math.pow(train.rowLength(user), -damping);
        }
        return weights;
    }

    private static double[] sizes(CsrMatrix train, float[] userWeights) {
        double[] sizes = new double[train.columns()];
        for (int user = 0; user < train.rows(); user++) {
            for (int n = train.rowStart(user); n < train.rowStart(user + 1); n++) {
                sizes[train.column(n)] += userWeights[user];
            }
        }
        return sizes;
    }

    private void find(int item, double[] both, float[] similarity, TopK nearest) {
        pairs.row(item, userWeights, both);
        for (int other = 0; other < both.length; other++) {
            similarity[other] = both[other] == 0
                    ? 0
                    : (float) (both[other] / (divisor(sizes[item], sizes[other]) + settings.shrinkage()));
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

    private double divisor(double own, double others) {
        double asymmetry = settings.asymmetry();
        return asymmetry == 0.5 ? Math.sqrt(own * others) : Math.pow(own, asymmetry) * Math.pow(others, 1 - asymmetry);
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
