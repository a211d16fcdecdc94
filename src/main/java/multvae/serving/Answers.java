package multvae.serving;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import multvae.evaluation.TopK;
import multvae.matrix.CsrMatrix;
import multvae.weights.HistoryScorer;

/** Queries to answers: scored in one pass of the model, ranked in parallel, explained one by one. Not thread-safe. */
final class Answers {

    /** The best items for a user, the best first: evaluate's ranking, by {@link TopK}. */
    static final class Ranked {

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
    }

    /** What is known of a user once the scores are overwritten. */
    private record Outcome(Ranked ranked, double logNormaliser) {}

    private final String modelVersion;
    private final HistoryScorer scorer;
    private final Items items;
    private final float[] popularity; // [items]
    private final Explanation explanation;

    Answers(ServedModel served) {
        this.modelVersion = served.version();
        this.scorer = served.scorer();
        this.items = served.items();
        this.popularity = items.popularity();
        this.explanation = new Explanation(scorer, items);
    }

    /** @param queries at most as many as fit one pass */
    List<Answer> to(List<ResolvedQuery> queries) {
        List<int[]> histories = queries.stream()
                .filter(query -> !query.byPopularity())
                .map(ResolvedQuery::history)
                .toList();
        int[] offsets = new int[queries.size()];
        int next = 0;
        for (int k = 0; k < offsets.length; k++) {
            offsets[k] = next;
            next += queries.get(k).byPopularity() ? 0 : items.size();
        }
        float[] scores = histories.isEmpty() ? popularity : scorer.score(histories);
        List<Outcome> outcomes = IntStream.range(0, offsets.length)
                .parallel()
                .mapToObj(k -> outcome(queries.get(k), scores, offsets[k]))
                .toList();
        List<Answer> answers = new ArrayList<>();
        for (int k = 0; k < offsets.length; k++) {
            answers.add(answer(queries.get(k), outcomes.get(k)));
        }
        return answers;
    }

    private Outcome outcome(ResolvedQuery query, float[] scores, int offset) {
        if (query.byPopularity()) {
            return new Outcome(ranked(popularity, 0, items.size(), query), 0);
        }
        return new Outcome(
                ranked(scores, offset, items.size(), query),
                query.explain() ? Explanation.logNormaliser(scores, offset, items.size()) : 0);
    }

    /** @param scores has the user's scores at [offset, offset + items) */
    private static Ranked ranked(float[] scores, int offset, int items, ResolvedQuery query) {
        if (query.only().isPresent()) {
            return among(query.only().get(), scores, offset, query);
        }
        TopK topK = new TopK(Math.min(query.top(), items));
        int ranked = topK.rank(scores, offset, row(items, query.leftOut()), 0);
        return ranked(topK, ranked);
    }

    /** The allowed items' scores side by side, in their order, so that ties go the same way. */
    private static Ranked among(int[] only, float[] scores, int offset, ResolvedQuery query) {
        int[] allowed = Arrays.stream(only)
                .filter(item -> Arrays.binarySearch(query.leftOut(), item) < 0)
                .toArray();
        if (allowed.length == 0) {
            return new Ranked(new int[0], new float[0]);
        }
        float[] theirs = new float[allowed.length];
        for (int k = 0; k < allowed.length; k++) {
            theirs[k] = scores[offset + allowed[k]];
        }
        TopK topK = new TopK(Math.min(query.top(), allowed.length));
        int ranked = topK.rank(theirs, 0, row(allowed.length, new int[0]), 0);
        Ranked positions = ranked(topK, ranked);
        for (int k = 0; k < ranked; k++) {
            positions.items[k] = allowed[positions.items[k]];
        }
        return positions;
    }

    private static CsrMatrix row(int items, int[] columns) {
        return new CsrMatrix(items, new int[] {0, columns.length}, columns);
    }

    private static Ranked ranked(TopK topK, int ranked) {
        int[] items = new int[ranked];
        float[] scores = new float[ranked];
        for (int position = 0; position < ranked; position++) {
            items[position] = topK.item(position);
            scores[position] = topK.score(position);
        }
        return new Ranked(items, scores);
    }

    private Answer answer(ResolvedQuery query, Outcome outcome) {
        Ranked ranked = outcome.ranked();
        List<List<Reason>> reasons =
                query.explain() ? explanation.reasons(query.history(), ranked, outcome.logNormaliser()) : List.of();
        List<Recommendation> recommendations = new ArrayList<>(ranked.size());
        for (int position = 0; position < ranked.size(); position++) {
            Item item = items.item(ranked.item(position));
            recommendations.add(new Recommendation(
                    item.id(),
                    item.title(),
                    item.genres(),
                    ranked.score(position),
                    reasons.isEmpty() ? List.of() : reasons.get(position)));
        }
        return new Answer(modelVersion, recommendations, query.unknownIds(), query.byPopularity());
    }
}
