package multvae.serving;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What to recommend, to whom. All ids are raw ones, in any order; one that is given twice counts once.
 *
 * @param likes what the user has; empty, or none of them known, gives the most popular items
 * @param top how many items, from 1
 * @param exclude items that are not to be recommended
 * @param only the items that may be recommended, none if the list is empty; absent: all of them
 * @param includeSeen whether the user's own items may be recommended
 * @param explain whether to say which of the user's own items weighed most: it costs what as many users cost as the user
 *     has items
 */
public record Query(
        List<String> likes,
        int top,
        List<String> exclude,
        Optional<List<String>> only,
        boolean includeSeen,
        boolean explain) {

    /** @throws IllegalArgumentException if {@code top} is below 1 */
    public Query {
        likes = List.copyOf(likes);
        exclude = List.copyOf(exclude);
        only = only.map(List::copyOf);
        if (top < 1) {
            throw new IllegalArgumentException("top is " + top + ", must be at least 1");
        }
    }

    /**
     * The {@code top} best items that the user does not have.
     *
     * @throws IllegalArgumentException if {@code top} is below 1
     */
    public static Query of(Collection<String> likes, int top) {
        return new Query(List.copyOf(likes), top, List.of(), Optional.empty(), false, false);
    }

    /** The same, without these items. */
    public Query excluding(Collection<String> items) {
        return new Query(likes, top, List.copyOf(items), only, includeSeen, explain);
    }

    /** The same, among these items. Of an empty collection nothing can be recommended: nothing is in stock. */
    public Query among(Collection<String> items) {
        return new Query(likes, top, exclude, Optional.of(List.copyOf(items)), includeSeen, explain);
    }

    /** The same, the user's own items among what may be recommended. */
    public Query withSeen() {
        return new Query(likes, top, exclude, only, true, explain);
    }

    /** The same, with reasons. */
    public Query explained() {
        return new Query(likes, top, exclude, only, includeSeen, true);
    }
}
