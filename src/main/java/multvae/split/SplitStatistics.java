package multvae.split;

import multvae.ratings.Ratings;

/**
 * What a split kept and dropped.
 *
 * @param ratings the ratings of the file
 * @param ratingsAboveThreshold those above the threshold
 * @param events those left once rare items and rare users are dropped
 * @param users the users of these events
 * @param itemsBeforeTrain the items of these events
 * @param items the items of the train users
 * @param density events / (users * itemsBeforeTrain), in (0, 1]: what the authors print as sparsity, not in percent
 * @param droppedEvents events of held-out users on items that no train user has
 * @param eventsPerUser of the events, how many each user has
 * @param eventsPerItem of the events, how many each of the itemsBeforeTrain has
 */
public record SplitStatistics(
        int ratings,
        int ratingsAboveThreshold,
        int events,
        int users,
        int itemsBeforeTrain,
        int items,
        double density,
        int droppedEvents,
        Quantiles eventsPerUser,
        Quantiles eventsPerItem) {

    /** @param kept the events of the five matrices */
    static SplitStatistics of(
            Ratings ratings, int[] eventsPerUser, int[] eventsPerItem, int events, int items, int kept) {
        return new SplitStatistics(
                ratings.rows(),
                ratings.events(),
                events,
                eventsPerUser.length,
                eventsPerItem.length,
                items,
                events / ((double) eventsPerUser.length * eventsPerItem.length),
                events - kept,
                Quantiles.of(eventsPerUser),
                Quantiles.of(eventsPerItem));
    }
}
