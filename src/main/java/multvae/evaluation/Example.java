package multvae.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import multvae.io.Json;
import multvae.io.JsonId;
import multvae.io.Require;
import multvae.matrix.CsrMatrix;

/**
 * A user to look at: what is known, what is to be found, and what a scorer recommends. All by raw ids: other files of a run may
 * be of another split, which has other columns. Their file is examples.json.
 *
 * @param userId the user
 * @param foldIn the user's known items, in the order of their columns
 * @param heldOut those to be found, in the order of their columns, at least one
 * @param recommended the best-scored items that the user has not folded in, best first
 */
public record Example(
        @JsonId String userId,
        @JsonId.OfEach List<String> foldIn,
        @JsonId.OfEach List<String> heldOut,
        @JsonId.OfEach List<String> recommended) {

    public Example {
        Require.present(userId, "userId");
        Require.atLeast(1, heldOut.size(), "the number of heldOut items");
        foldIn = List.copyOf(foldIn);
        heldOut = List.copyOf(heldOut);
        recommended = List.copyOf(recommended);
    }

    /**
     * Users from the least to the most active: of those with a held-out item, in the order of their fold-in items and
     * then of their rows, the middle one of each of {@code count} equal parts. All if there are no more.
     *
     * @param foldIn what a scorer may know of the users, [users, items]
     * @param heldOut what it has to find, [users, items]
     * @param count how many users, from 1
     * @param k how many items to recommend, from 1
     * @param userId the raw id of a row
     * @param itemId the raw id of a column
     */
    public static List<Example> of(
            Scorer scorer,
            CsrMatrix foldIn,
            CsrMatrix heldOut,
            int count,
            int k,
            IntFunction<String> userId,
            IntFunction<String> itemId) {
        int[] rows = IntStream.range(0, heldOut.rows())
                .filter(row -> heldOut.rowLength(row) > 0)
                .boxed()
                .sorted(Comparator.comparingInt(foldIn::rowLength)) // stable: of equals the lower row first
                .mapToInt(Integer::intValue)
                .toArray();
        int users = Math.min(count, rows.length);
        float[] scores = new float[foldIn.columns()];
        TopK topK = new TopK(k);
        List<Example> examples = new ArrayList<>();
        for (int part = 0; part < users; part++) {
            int row = rows[(int) ((2L * part + 1) * rows.length / (2L * users))];
            scorer.score(foldIn, row, row + 1, scores);
            int ranked = topK.rank(scores, 0, foldIn, row);
            examples.add(new Example(
                    userId.apply(row),
                    columns(foldIn, row).mapToObj(itemId).toList(),
                    columns(heldOut, row).mapToObj(itemId).toList(),
                    IntStream.range(0, ranked).map(topK::item).mapToObj(itemId).toList()));
        }
        return examples;
    }

    private static IntStream columns(CsrMatrix matrix, int row) {
        return IntStream.range(matrix.rowStart(row), matrix.rowStart(row + 1)).map(matrix::column);
    }

    /** Writes examples.json. */
    public static void write(Path file, List<Example> examples) {
        Json.write(file, examples);
    }

    /**
     * Reads examples.json.
     *
     * @throws multvae.io.UserError if it is not a file that {@link #write} wrote
     */
    public static List<Example> read(Path file) {
        return List.of(Json.read(file, Example[].class, "the examples of an evaluation", "run evaluate again"));
    }
}
