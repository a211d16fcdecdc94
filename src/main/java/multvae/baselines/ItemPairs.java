package multvae.baselines;

import java.util.function.Supplier;

/**
 * Sums over the pairs of items that train users have: what EASE, EDLAE and item-kNN are made of. Whoever computes them, in one piece
 * or in many, gives the same bits.
 */
public interface ItemPairs {

    /** Takes the rows of X^T X. */
    @FunctionalInterface
    interface Counts {

        /**
         * Takes a row.
         *
         * @param counts how many train users have {@code item} and each other one, [items], and have {@code item} at the item itself;
         *     those before it may have any value, since the matrix is symmetric. The array is reused
         */
        void row(int item, int[] counts);
    }

    /** Takes the items that are most similar to each item. */
    @FunctionalInterface
    interface Similar {

        /**
         * Takes an item's.
         *
         * @param neighbours best first; of equally similar ones the lower first
         * @param similarities [neighbours], above 0
         */
        void item(int item, int[] neighbours, float[] similarities);
    }

    /** The number of items. */
    int items();

    /**
     * The rows of X^T X, each once, in any order.
     *
     * @param takers asked for one by each thread that has rows
     */
    void counts(Supplier<Counts> takers);

    /**
     * Every item's neighbours, each once, in any order, perhaps on several threads.
     *
     * @param k how many an item has at the most, from 1
     */
    void neighbours(int k, ItemKnn.Similarity similarity, Similar taker);
}
