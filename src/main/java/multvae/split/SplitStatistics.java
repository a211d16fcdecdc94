package multvae.split;

import java.nio.file.Path;
import java.util.Arrays;
import multvae.config.SplitSettings;
import multvae.io.Json;
import multvae.io.Require;
import multvae.io.TextFile;
import multvae.ratings.EventList;
import multvae.ratings.Ratings;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;

/**
 * What a split kept and dropped. Its file is statistics.json.
 *
 * @param split how the data was divided: users, given or time
 * @param ratings the rows of the files, ratings or events
 * @param repeated how many of them do not count, since another row has the same user and item
 * @param ratingsAboveThreshold those above the threshold
 * @param events those left once rare items and rare users are dropped
 * @param users the users of these events
 * @param itemsBeforeTrain the items of these events
 * @param items the items of the train users
 * @param density events / (users * itemsBeforeTrain), in (0, 1]: what the authors print as sparsity, not in percent
 * @param droppedEvents by users: events of held-out users on items that no train user has; else: test events of users or on
 *     items that training does not have
 * @param eventsPerUser how many of the events each user has
 * @param eventsPerItem how many of the events each of the itemsBeforeTrain has
 */
public record SplitStatistics(
        String split,
        int ratings,
        int repeated,
        int ratingsAboveThreshold,
        int events,
        int users,
        int itemsBeforeTrain,
        int items,
        double density,
        int droppedEvents,
        Quantiles eventsPerUser,
        Quantiles eventsPerItem) {

    /**
     * A distribution of counts. Quantiles are counts that occur: of n ascending counts, the q-quantile is number
     * ceil(q * n), counted from 1 (numpy's {@code inverted_cdf}).
     *
     * @param min the lowest
     * @param lowerQuartile the 0.25-quantile
     * @param median the 0.5-quantile
     * @param upperQuartile the 0.75-quantile
     * @param max the highest
     */
    public record Quantiles(int min, int lowerQuartile, int median, int upperQuartile, int max) {

        private static final Quantile INVERTED_CDF = Quantile.withDefaults().with(EstimationMethod.HF1);

        public Quantiles {
            Require.atLeast(0, min, "min");
            Require.atLeast(min, lowerQuartile, "lowerQuartile");
            Require.atLeast(lowerQuartile, median, "median");
            Require.atLeast(median, upperQuartile, "upperQuartile");
            Require.atLeast(upperQuartile, max, "max");
        }

        /** @param counts at least one */
        static Quantiles of(int[] counts) {
            double[] q = INVERTED_CDF.evaluate(counts.clone(), 0, 0.25, 0.5, 0.75, 1);
            return new Quantiles((int) q[0], (int) q[1], (int) q[2], (int) q[3], (int) q[4]);
        }
    }

    public SplitStatistics {
        if (Arrays.stream(SplitSettings.Type.values())
                .noneMatch(type -> type.label().equals(split))) {
            throw new IllegalArgumentException("split is " + TextFile.quote(Require.present(split, "split")));
        }
        Require.atLeast(0, ratings, "ratings");
        Require.atLeast(0, repeated, "repeated");
        Require.atLeast(0, ratingsAboveThreshold, "ratingsAboveThreshold");
        Require.atLeast(0, events, "events");
        Require.atLeast(0, users, "users");
        Require.atLeast(0, itemsBeforeTrain, "itemsBeforeTrain");
        Require.atLeast(0, items, "items");
        Require.within(0, 1, density, "density");
        Require.atLeast(0, droppedEvents, "droppedEvents");
        Require.present(eventsPerUser, "eventsPerUser");
        Require.present(eventsPerItem, "eventsPerItem");
    }

    /**
     * @param frequent the events left once rare items and rare users are dropped
     * @param items the items of the train users
     * @param kept how many of the events are on these items: those of the five matrices
     */
    static SplitStatistics of(SplitSettings.Type split, Ratings ratings, EventList frequent, int items, int kept) {
        return of(
                split,
                new RowCounts(
                        ratings.rows(), ratings.repeated(), ratings.events().size()),
                frequent.userCounts(ratings.users()),
                frequent.itemCounts(ratings.items()),
                items,
                kept);
    }

    /**
     * How many rows the files have.
     *
     * @param ratings all of them
     * @param repeated those that do not count, since another row has the same user and item
     * @param aboveThreshold the events
     */
    public record RowCounts(int ratings, int repeated, int aboveThreshold) {}

    /**
     * The statistics of a split whose events are counted already.
     *
     * @param eventsPerUser how many events each user has once rare items and rare users are dropped, or 0
     * @param eventsPerItem the same of the items
     * @param items the items of the train users
     * @param kept how many of the events are on these items: those of the five matrices
     */
    public static SplitStatistics of(
            SplitSettings.Type split, RowCounts rows, int[] eventsPerUser, int[] eventsPerItem, int items, int kept) {
        int[] ofUsers = positive(eventsPerUser);
        int[] ofItems = positive(eventsPerItem);
        int events = Arrays.stream(ofUsers).sum();
        return new SplitStatistics(
                split.label(),
                rows.ratings(),
                rows.repeated(),
                rows.aboveThreshold(),
                events,
                ofUsers.length,
                ofItems.length,
                items,
                events / ((double) ofUsers.length * ofItems.length),
                events - kept,
                Quantiles.of(ofUsers),
                Quantiles.of(ofItems));
    }

    private static int[] positive(int[] counts) {
        return Arrays.stream(counts).filter(count -> count > 0).toArray();
    }

    /** What the figures of this split are comparable with, in a sentence. */
    public String protocol() {
        return switch (SplitSettings.Type.of(split)) {
            case USERS ->
                "Split by users (strong generalisation): the model has not seen the test users, and is shown a part of their"
                        + " events.";
            case GIVEN ->
                "Split given in files (weak generalisation): every user is trained on, and the model is shown the training and"
                        + " validation events.";
            case TIME ->
                "Split by time (weak generalisation): every user is trained on, and the model is shown the events before the"
                        + " tested ones.";
        };
    }

    /** Writes statistics.json. */
    public void write(Path file) {
        Json.write(file, this);
    }

    /**
     * Reads statistics.json.
     *
     * @throws multvae.io.UserError if it is not a file that {@link #write} wrote
     */
    public static SplitStatistics read(Path file) {
        return Json.read(file, SplitStatistics.class, "the statistics of a split", "run preprocess again");
    }
}
