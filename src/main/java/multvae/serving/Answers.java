package multvae.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Requests to answers: scored in one pass of the model, ranked in parallel, explained one by one. Not thread-safe. */
final class Answers {

    /** What is known of a user once the scores are overwritten. */
    private record Outcome(Ranked ranked, double logNormaliser) {}

    private final String modelVersion;
    private final HistoryScorer scorer;
    private final Items items;
    private final float[] popularity; // [items]
    private final Explanation explanation;

    Answers(String modelVersion, HistoryScorer scorer, Items items) {
        this.modelVersion = modelVersion;
        this.scorer = scorer;
        this.items = items;
        this.popularity = items.popularity();
        this.explanation = new Explanation(scorer, items);
    }

    /** @param requests at most as many as fit one pass */
    List<Answer> to(List<ResolvedQuery> requests) {
        List<int[]> histories = requests.stream()
                .filter(request -> !request.byPopularity())
                .map(ResolvedQuery::history)
                .toList();
        int[] offsets = new int[requests.size()];
        int next = 0;
        for (int k = 0; k < offsets.length; k++) {
            offsets[k] = next;
            next += requests.get(k).byPopularity() ? 0 : items.size();
        }
        float[] scores = histories.isEmpty() ? popularity : scorer.score(histories);
        List<Outcome> outcomes = IntStream.range(0, offsets.length)
                .parallel()
                .mapToObj(k -> outcome(requests.get(k), scores, offsets[k]))
                .toList();
        List<Answer> answers = new ArrayList<>();
        for (int k = 0; k < offsets.length; k++) {
            answers.add(answer(requests.get(k), outcomes.get(k)));
        }
        return answers;
    }

    private Outcome outcome(ResolvedQuery request, float[] scores, int offset) {
        if (request.byPopularity()) {
            return new Outcome(Ranked.of(popularity, 0, items.size(), request), 0);
        }
        return new Outcome(
                Ranked.of(scores, offset, items.size(), request),
                request.explain() ? Explanation.logNormaliser(scores, offset, items.size()) : 0);
    }

    private Answer answer(ResolvedQuery request, Outcome outcome) {
        Ranked ranked = outcome.ranked();
        List<List<Reason>> reasons =
                request.explain() ? explanation.reasons(request.history(), ranked, outcome.logNormaliser()) : List.of();
        List<Recommendation> recommendations = new ArrayList<>(ranked.size());
        for (int position = 0; position < ranked.size(); position++) {
            Item item = items.item(ranked.item(position));
            recommendations.add(new Recommendation(
                    item.id(),
                    item.title(),
                    ranked.score(position),
                    reasons.isEmpty() ? List.of() : reasons.get(position)));
        }
        return new Answer(modelVersion, recommendations, request.unknownIds(), request.byPopularity());
    }
}
