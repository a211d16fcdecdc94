package multvae.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import multvae.matrix.CsrMatrix;

/**
 * A user to look at: what is known, what is to be found, and what a scorer makes of it.
 *
 * @param row the user's row of the matrices
 * @param foldIn the user's known items, ascending
 * @param heldOut those to be found, ascending, at least one
 * @param recommended the best-scored items that the user has not folded in, best first
 */
public record Example(int row, List<Integer> foldIn, List<Integer> heldOut, List<Integer> recommended) {

    public Example {
        foldIn = List.copyOf(foldIn);
        heldOut = List.copyOf(heldOut);
        recommended = List.copyOf(recommended);
    }

    /**
     * Users from the least to the most active: of those with a held-out item, in the order of their fold-in items and
     * then of their rows, the middle one of each of {@code count} equal parts. All where there are no more.
     *
     * @param foldIn what a scorer may know of the users, [users, items]
     * @param heldOut what it has to find, [users, items]
     * @param count how many users, from 1
     * @param k how many items to recommend, from 1
     */
    public static List<Example> of(Scorer scorer, CsrMatrix foldIn, CsrMatrix heldOut, int count, int k) {
        int[] rows = IntStream.range(0, heldOut.rows())
                .filter(row -> heldOut.rowLength(row) > 0)
                .boxed()
                .sorted(Comparator.comparingInt(foldIn::rowLength)) // stable: of equals the lower row first
                .mapToInt(Integer::intValue)
                .toArray();
        int users = Math.min(count, rows.length);
        int[] chosen = IntStream.range(0, users)
                .map(part -> rows[(int) ((2L * part + 1) * rows.length / (2L * users))])
                .toArray();
        float[] scores = new float[foldIn.columns()];
        TopK topK = new TopK(k);
        List<Example> examples = new ArrayList<>();
        for (int row : chosen) {
            scorer.score(foldIn, row, row + 1, scores);
            int ranked = topK.rank(scores, 0, foldIn, row);
            examples.add(new Example(
                    row,
                    items(foldIn, row),
                    items(heldOut, row),
                    IntStream.range(0, ranked).mapToObj(topK::item).toList()));
        }
        return examples;
    }

    private static List<Integer> items(CsrMatrix matrix, int row) {
        return IntStream.range(matrix.rowStart(row), matrix.rowStart(row + 1))
                .mapToObj(matrix::column)
                .toList();
    }
}
