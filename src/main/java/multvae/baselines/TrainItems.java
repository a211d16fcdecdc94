package multvae.baselines;

import java.util.stream.IntStream;
import multvae.linear.LinearModel;
import multvae.matrix.CsrMatrix;

/** Scores of a baseline, which is asked about the items that it was made from. */
final class TrainItems {

    private TrainItems() {}

    /**
     * Scores users, in parallel, as {@link multvae.evaluation.Scorer#score} has it.
     *
     * @throws IllegalArgumentException if {@code foldIn} has another number of items
     */
    static void score(LinearModel model, CsrMatrix foldIn, int from, int to, float[] scores) {
        require(foldIn, model.items());
        IntStream.range(from, to)
                .parallel()
                .forEach(row -> model.score(foldIn.row(row), scores, (row - from) * model.items()));
    }

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
