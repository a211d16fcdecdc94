package multvae.linear;

/** A model whose scores are sums over what a user has, or the same for everyone. Immutable. */
public sealed interface LinearModel permits ItemFactors, ItemWeights, Neighbours, UserCounts {

    /** How many items it scores. */
    int items();

    /**
     * Scores all items for a user.
     *
     * @param history what the user has, ascending
     * @param scores receives them at [offset, offset + items); they are NaN or infinite if the model's values are too large
     */
    void score(int[] history, float[] scores, int offset);

    /**
     * What each item of a user adds to the scores of some items.
     *
     * @param history what the user has, ascending
     * @param items the columns of the items
     * @return [history, items]
     */
    double[][] contributions(int[] history, int[] items);
}
