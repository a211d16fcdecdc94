package multvae.serving;

import java.util.List;
import multvae.io.JsonId;

/**
 * What a query is answered with.
 *
 * @param model the version of the model that it comes from: {@link Recommender#modelVersion}
 * @param recommendations the best first; of equal scores, the item that comes first in items.csv. Fewer than asked for
 *     if no more items are allowed.
 * @param unknownIds the ids in likes, exclude and only that the model does not know, each once, in the order given
 * @param popularity whether the most popular items are recommended, since no like is known
 */
public record Answer(
        String model,
        List<Recommendation> recommendations,
        @JsonId.OfEach List<String> unknownIds,
        boolean popularity) {

    public Answer {
        recommendations = List.copyOf(recommendations);
        unknownIds = List.copyOf(unknownIds);
    }
}
