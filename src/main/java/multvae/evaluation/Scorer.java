package multvae.evaluation;

import multvae.matrix.CsrMatrix;

/** Anything that ranks items for a user from the items that the user has folded in: a model or a baseline. */
public interface Scorer {

    /**
     * Scores every item for some users. A higher score is a better one; the scale is the scorer's own.
     *
     * @param foldIn the users' known items, [users, items]
     * @param from the first row to score, inclusive
     * @param to the last row to score, exclusive
     * @param scores receives the scores, row-major [to - from, items]; may be longer, the rest stays as it is
     */
    void score(CsrMatrix foldIn, int from, int to, float[] scores);
}
