package multvae.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import multvae.evaluation.Example.Recommended;
import multvae.matrix.CsrMatrix;

/** Takes the lists of several scorers for the same few users together, a scorer after the other: few fit into memory at once. */
public final class Examples {

    private final CsrMatrix foldIn;
    private final CsrMatrix heldOut;
    private final int k;
    private final int[] rows; // [users], from the least to the most active
    private final Map<String, List<int[]>> recommended = new LinkedHashMap<>(); // by model, then by user: columns

    /**
     * Chooses users from the least to the most active: of those with a held-out item, in the order of their fold-in items and
     * then of their rows, the middle one of each of {@code count} equal parts. All if there are no more.
     *
     * @param foldIn what a scorer may know of the users, [users, items]
     * @param heldOut what it has to find, [users, items]
     * @param count how many users, from 1
     * @param k how many items to recommend, from 1
     */
    public Examples(CsrMatrix foldIn, CsrMatrix heldOut, int count, int k) {
        this.foldIn = foldIn;
        this.heldOut = heldOut;
        this.k = k;
        int[] byActivity = IntStream.range(0, heldOut.rows())
                .filter(row -> heldOut.rowLength(row) > 0)
                .boxed()
                .sorted(Comparator.comparingInt(foldIn::rowLength)) // stable: of equals the lower row first
                .mapToInt(Integer::intValue)
                .toArray();
        int users = Math.min(count, byActivity.length);
        this.rows = IntStream.range(0, users)
                .map(part -> byActivity[(int) ((2L * part + 1) * byActivity.length / (2L * users))])
                .toArray();
    }

    /** Adds what a model recommends: the best-scored items that the user has not folded in, best first. */
    public void add(String model, Scorer scorer) {
        float[] scores = new float[foldIn.columns()];
        TopK topK = new TopK(k);
        List<int[]> lists = new ArrayList<>();
        for (int row : rows) {
            scorer.score(foldIn, row, row + 1, scores);
            int ranked = topK.rank(scores, 0, foldIn, row);
            lists.add(IntStream.range(0, ranked).map(topK::item).toArray());
        }
        recommended.put(model, lists);
    }

    /**
     * The users with the lists of all models, in the order in which they were added.
     *
     * @param userId the raw id of a row
     * @param itemId the raw id of a column
     */
    public List<Example> byRawIds(IntFunction<String> userId, IntFunction<String> itemId) {
        List<Example> examples = new ArrayList<>();
        for (int user = 0; user < rows.length; user++) {
            int at = user;
            List<Recommended> lists = new ArrayList<>();
            recommended.forEach((model, users) -> lists.add(new Recommended(
                    model, IntStream.of(users.get(at)).mapToObj(itemId).toList())));
            examples.add(new Example(
                    userId.apply(rows[user]),
                    columns(foldIn, rows[user]).mapToObj(itemId).toList(),
                    columns(heldOut, rows[user]).mapToObj(itemId).toList(),
                    lists));
        }
        return examples;
    }

    private static IntStream columns(CsrMatrix matrix, int row) {
        return IntStream.range(matrix.rowStart(row), matrix.rowStart(row + 1)).map(matrix::column);
    }
}
