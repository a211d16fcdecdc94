package multvae.split;

import multvae.config.PreprocessSettings;
import multvae.config.SplitSettings;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.matrix.Part;
import multvae.ratings.EventList;

/** What the splits decide, for whoever holds a share of the users' events only. */
public final class SplitRules {

    private SplitRules() {}

    /**
     * How many users are trained on in a split by users.
     *
     * @param users all of them
     * @throws UserError if nobody is left to train on
     */
    public static int trainUsers(int users, PreprocessSettings settings) {
        return PublishedSplit.trainUsers(users, settings);
    }

    /**
     * The parts of events in a split by time.
     */
    public static final class TimeParts {

        private final Part[] parts;
        private final int trainedOnly;

        /**
         * @param parts of each event
         * @param trainedOnly how many users cannot be tested
         */
        public TimeParts(Part[] parts, int trainedOnly) {
            this.parts = parts;
            this.trainedOnly = trainedOnly;
        }

        public Part[] parts() {
            return parts;
        }

        public int trainedOnly() {
            return trainedOnly;
        }
    }

    /**
     * Divides events by time.
     *
     * @param events of whole users, in the files' order, with times
     * @param users above every user
     */
    public static TimeParts byTime(EventList events, int users, SplitSettings settings) {
        return TimeSplit.parts(events, users, settings);
    }

    /** Says how many users cannot be tested. */
    public static void describe(int trainedOnly) {
        TimeSplit.describe(trainedOnly);
    }

    /**
     * The error for ratings of which nothing is left once rare items and rare users are dropped.
     *
     * @param explicit whether there are ratings
     * @param rows how many there are
     */
    public static UserError noneFrequent(PreprocessSettings settings, boolean explicit, int rows) {
        return Filter.noneFrequent(settings, explicit, rows);
    }

    /**
     * The error for a pair of user and item that is in two parts of a split given in files.
     *
     * @param first where it is in the part that is read first
     * @param second where it is in the other one
     */
    public static UserError inTwoParts(String first, String second, String userId, String itemId) {
        return new UserError(
                second,
                "a pair of user and item in one part only",
                "user " + Printable.oneLine(userId) + " and item " + Printable.oneLine(itemId) + ", which " + first
                        + " has",
                "remove one of the two");
    }

    /** The error for a part that has nothing. */
    public static UserError nothing(String what) {
        return new UserError("preprocess.split", what, "none", "bring more data, or divide it otherwise");
    }

    /**
     * The error for a test event that no model can predict.
     *
     * @param where it is
     * @param isUserKnown whether training has the user, and so not the item
     */
    public static UserError unknown(String where, boolean isUserKnown, String userId, String itemId) {
        return new UserError(
                where,
                "test events of users and on items that training has",
                isUserKnown ? "item " + Printable.oneLine(itemId) : "user " + Printable.oneLine(userId),
                "set preprocess.split.unknown = drop to leave such events out");
    }
}
