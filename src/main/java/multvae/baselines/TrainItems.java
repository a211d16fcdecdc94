package multvae.baselines;

import multvae.matrix.CsrMatrix;

/** That a baseline is asked about the items that it was made from. */
final class TrainItems {

    private TrainItems() {}

    /**
     * @param items how many the train matrix has
     * @throws IllegalArgumentException if {@code foldIn} has another number of items
     */
    static void require(CsrMatrix foldIn, int items) {
        if (foldIn.columns() != items) {
            throw new IllegalArgumentException("fold-in has " + foldIn.columns() + " items, train has " + items);
        }
    }
}
