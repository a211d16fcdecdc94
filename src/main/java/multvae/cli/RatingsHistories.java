package multvae.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import multvae.io.Plural;
import multvae.ratings.EventList;
import multvae.ratings.Ratings;
import multvae.ratings.RatingsReader;
import multvae.serving.Histories;
import multvae.stages.RatingsFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the users of a file have that training could read: rows in any order, any columns that are recognised, compressed or not. Of
 * rows with ratings the events count. About 30 bytes per row are kept.
 */
final class RatingsHistories implements Histories {

    private static final Logger LOG = LoggerFactory.getLogger(RatingsHistories.class);

    private final Path file;
    private final String reading;
    private final Ratings ratings;
    private final int[] counts; // [users], how many events each has
    private final EventList byUser; // user by user

    private RatingsHistories(Path file, String reading, Ratings ratings) {
        this.file = file;
        this.reading = reading;
        this.ratings = ratings;
        this.counts = ratings.events().userCounts(ratings.users());
        this.byUser = ratings.events().sortByUser(ratings.users());
    }

    /**
     * Reads the file.
     *
     * @param configuration of the run that the model is of
     * @param form what the user says of the file, as {@link RatingsFile#reader} takes it
     */
    static RatingsHistories read(Path file, Map<String, Object> configuration, Map<String, String> form) {
        RatingsReader reader = RatingsFile.reader(file, configuration, form);
        Ratings ratings = reader.read(List.of(file));
        describe(ratings.rows() - ratings.repeated() - ratings.events().size(), ratings.rows(), ratings.threshold());
        return new RatingsHistories(file, reader.reading(), ratings);
    }

    /** Says how many rows are no events. */
    static void describe(long below, long rows, double threshold) {
        if (below > 0) {
            LOG.info(
                    "{} of {} not counted: {} above {}; a header such as user,item,quantity says that there are no ratings",
                    below,
                    Plural.of(rows, "row"),
                    below == 1 ? "its rating is not" : "their ratings are not",
                    threshold);
        }
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public String reading() {
        return reading;
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
