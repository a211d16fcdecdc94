package multvae.serving;

import java.util.Arrays;
import multvae.evaluation.TopK;
import multvae.matrix.CsrMatrix;

/** The best items for a user, the best first: evaluate's ranking, by {@link TopK}. */
final class Ranked {

    private final int[] items; // columns
    private final float[] scores;

    private Ranked(int[] items, float[] scores) {
        this.items = items;
        this.scores = scores;
    }

    int size() {
        return items.length;
    }

    /** The column of the item at {@code position}, 0 being the best. */
    int item(int position) {
        return items[position];
    }

    float score(int position) {
        return scores[position];
    }

    /** @param scores holds the user's scores at [offset, offset + items) */
    static Ranked of(float[] scores, int offset, int items, ResolvedQuery request) {
        if (request.only().isPresent()) {
            return among(request.only().get(), scores, offset, request);
        }
        TopK topK = new TopK(Math.min(request.top(), items));
        int ranked = topK.rank(scores, offset, row(items, request.leftOut()), 0);
        return of(topK, ranked);
    }

    /** The allowed items' scores side by side, in their order, so that ties go the same way. */
    private static Ranked among(int[] only, float[] scores, int offset, ResolvedQuery request) {
        int[] allowed = Arrays.stream(only)
                .filter(item -> Arrays.binarySearch(request.leftOut(), item) < 0)
                .toArray();
        if (allowed.length == 0) {
            return new Ranked(new int[0], new float[0]);
        }
        float[] theirs = new float[allowed.length];
        for (int k = 0; k < allowed.length; k++) {
            theirs[k] = scores[offset + allowed[k]];
        }
        TopK topK = new TopK(Math.min(request.top(), allowed.length));
        int ranked = topK.rank(theirs, 0, row(allowed.length, new int[0]), 0);
        Ranked positions = of(topK, ranked);
        for (int k = 0; k < ranked; k++) {
            positions.items[k] = allowed[positions.items[k]];
        }
        return positions;
    }

    private static CsrMatrix row(int items, int[] columns) {
        return new CsrMatrix(items, new int[] {0, columns.length}, columns);
    }

    private static Ranked of(TopK topK, int ranked) {
        int[] items = new int[ranked];
        float[] scores = new float[ranked];
        for (int position = 0; position < ranked; position++) {
            items[position] = topK.item(position);
            scores[position] = topK.score(position);
        }
        return new Ranked(items, scores);
    }
}
