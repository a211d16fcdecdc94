package multvae.baselines;

import multvae.evaluation.TopK;
import multvae.matrix.CsrMatrix;

/**
 * Finds the items most similar to an item, best first. With u's weight w(u) = |items of u|^-damping and w(S) the sum of the weights
 * of a set of users, the similarity of item i to its neighbour j is
 *
 * <pre>w(both) / (w(i)^asymmetry w(j)^(1 - asymmetry) + shrinkage)</pre>
 *
 * in single precision. Without damping and with an asymmetry of 0.5 it is the cosine of their train users with shrinkage. The
 * asymmetric cosine is that of Aiolli, Efficient Top-N Recommendation for Very Large Scale Binary Rated Datasets, RecSys 2013;
 * with a damping of 1 the matrix's rows have length 1, as those of Deshpande and Karypis, Item-Based Top-N Recommendation Algorithms,
 * TOIS 2004. Of equally similar items the lower one comes first; an item without a user in common is no neighbour.
 *
 * <p>Sums are in double precision and have the order of the users. For one thread.
 */
public final class ItemNeighbours {

    private final ItemKnn.Similarity settings;
    private final double[] sizes; // [items], the weights of an item's users, summed
    private final TopK nearest;
    private final float[] similarities; // [items]
    private final CsrMatrix nothing; // [1, items]: what is left out of a ranking

    /**
     * @param k how many neighbours an item has at the most, from 1
     * @param sizes the weights of each item's users, summed, [items], not copied
     */
    public ItemNeighbours(int k, ItemKnn.Similarity settings, double[] sizes) {
        this.settings = settings;
        this.sizes = sizes;
        this.nearest = new TopK(Math.min(k, sizes.length));
        this.similarities = new float[sizes.length];
        this.nothing = new CsrMatrix(sizes.length, new int[2], new int[0]);
    }

    /** A user's weight. */
    public static float weight(int itemsOfUser, ItemKnn.Similarity settings) {
        return settings.userDamping() == 0 ? 1 : (float) Math.pow(itemsOfUser, -settings.userDamping());
    }

    /**
     * Finds an item's.
     *
     * @param both the summed weights of the users who have {@code item} and each other one, [items]
     */
    public void find(int item, double[] both, ItemPairs.Similar taker) {
        for (int other = 0; other < both.length; other++) {
            similarities[other] = both[other] == 0
                    ? 0
                    : (float) (both[other] / (divisor(sizes[item], sizes[other]) + settings.shrinkage()));
        }
        similarities[item] = 0; // it is no neighbour of itself
        int found = nearest.rank(similarities, 0, nothing, 0);
        while (found > 0 && nearest.score(found - 1) == 0) {
            found--;
        }
        int[] neighbours = new int[found];
        float[] own = new float[found];
        for (int n = 0; n < found; n++) {
            neighbours[n] = nearest.item(n);
            own[n] = nearest.score(n);
        }
        taker.item(item, neighbours, own);
    }

    private double divisor(double own, double others) {
        double asymmetry = settings.asymmetry();
        return asymmetry == 0.5 ? Math.sqrt(own * others) : Math.pow(own, asymmetry) * Math.pow(others, 1 - asymmetry);
    }
}
