package multvae.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import multvae.ratings.EventList;
import multvae.ratings.Ratings;
import multvae.serving.Histories;
import multvae.stages.RatingsFile;

/**
 * What the users of a file have that training could read: rows in any order, any columns that are recognised, compressed or not. Of
 * rows with ratings the events count. About 30 bytes per row are kept.
 *
 * @param counts how many events each user has, [users]
 * @param byUser the events, user by user
 */
record RatingsHistories(Path file, Ratings ratings, int[] counts, EventList byUser) implements Histories {

    /**
     * Reads the file.
     *
     * @param configuration of the run that the model is of
     */
    static RatingsHistories read(Path file, Map<String, Object> configuration) {
        Ratings ratings = RatingsFile.read(file, configuration);
        return new RatingsHistories(
                file,
                ratings,
                ratings.events().userCounts(ratings.users()),
                ratings.events().sortByUser(ratings.users()));
    }

    @Override
    public void forEach(Consumer<History> action) {
        int event = 0;
        for (int user = 0; user < counts.length; user++) {
            List<String> items = new ArrayList<>();
            for (int end = event + counts[user]; event < end; event++) {
                items.add(ratings.itemIds().get(byUser.item(event)));
            }
            action.accept(new History(ratings.userIds().get(user), items));
        }
    }
}
