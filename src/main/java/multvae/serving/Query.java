package multvae.serving;

import java.util.Collection;
import java.util.List;

/**
 * What to recommend, to whom. All ids are raw ones, in any order; one that is given twice counts once.
 *
 * @param likes what the user has; empty, or none of them known, gives the most popular items
 * @param top how many items, from 1
 * @param exclude items that are not to be recommended
 * @param only the items that may be recommended; empty allows all
 * @param includeSeen whether the user's own items may be recommended
 * @param explain whether to say which of the user's own items weighed most: it costs what as many users cost as the user
 *     has items
 */
public record Query(
        List<String> likes, int top, List<String> exclude, List<String> only, boolean includeSeen, boolean explain) {

    /** @throws IllegalArgumentException if {@code top} is below 1 */
    public Query {
        likes = List.copyOf(likes);
        exclude = List.copyOf(exclude);
        only = List.copyOf(only);
        if (top < 1) {
            throw new IllegalArgumentException("top is " + top + ", must be at least 1");
        }
    }

    /** The {@code top} best items that the user does not have. */
    public static Query of(Collection<String> likes, int top) {
        return new Query(List.copyOf(likes), top, List.of(), List.of(), false, false);
    }

    /** The same, without these items. */
    public Query excluding(Collection<String> items) {
        return new Query(likes, top, List.copyOf(items), only, includeSeen, explain);
    }

    /** The same, among these items; none allows all. */
    public Query among(Collection<String> items) {
        return new Query(likes, top, exclude, List.copyOf(items), includeSeen, explain);
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
