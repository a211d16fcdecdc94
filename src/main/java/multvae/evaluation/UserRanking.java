package multvae.evaluation;

import multvae.matrix.CsrMatrix;

/** A user's best items among those not folded in. Its arrays are reused for the next user, so it belongs to one thread. */
final class UserRanking {

    private final TopK topK;
    private final boolean[] hits; // [k]
    private int row;
    private int ranked;

    UserRanking(int k) {
        topK = new TopK(k);
        hits = new boolean[k];
    }

    /** Ranks the user at {@code row}, whose scores begin at {@code offset}. */
    void rank(float[] scores, int offset, CsrMatrix foldIn, int row) {
        this.row = row;
        this.ranked = topK.rank(scores, offset, foldIn, row);
    }

    /** The user's row of the matrices. */
    int row() {
        return row;
    }

    /** How many items are ranked: k, or fewer where the user has fewer that are not folded in. */
    int ranked() {
        return ranked;
    }

    /** The item at {@code position}, 0 being the best, below {@link #ranked}. */
    int item(int position) {
        return topK.item(position);
    }

    /** Whether the item at each position is held out, [k]; the array is overwritten by the next call. */
    boolean[] hits(CsrMatrix heldOut) {
        for (int position = 0; position < hits.length; position++) {
            hits[position] = position < ranked && heldOut.contains(row, topK.item(position));
        }
        return hits;
    }
}
