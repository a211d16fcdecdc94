package multvae.serving;

import java.util.List;

/**
 * What came of a query.
 *
 * @param recommendations the best first; of equal scores, the item that comes first in items.csv. Fewer than asked for
 *     where no more items are allowed.
 * @param unknownIds the ids in likes, exclude and only that the model does not know, each once, in the order given
 * @param popularity whether it is the most popular items that are recommended, since no like is known
 */
public record Answer(List<Recommendation> recommendations, List<Long> unknownIds, boolean popularity) {

    public Answer {
        recommendations = List.copyOf(recommendations);
        unknownIds = List.copyOf(unknownIds);
    }
}
