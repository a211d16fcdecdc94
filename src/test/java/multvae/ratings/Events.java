package multvae.ratings;

import java.util.List;
import java.util.stream.IntStream;

/** Events as text, for comparing. */
final class Events {

    private Events() {}

    /** Raw ids, {@code user-item}, in the order of the events. */
    static List<String> of(Ratings ratings) {
        EventList events = ratings.events();
        return IntStream.range(0, events.size())
                .mapToObj(event -> ratings.userIds().get(events.user(event)) + "-"
                        + ratings.itemIds().get(events.item(event)))
                .toList();
    }
}
