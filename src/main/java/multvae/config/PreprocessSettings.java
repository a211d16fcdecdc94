package multvae.config;

import java.util.OptionalInt;

/**
 * What is kept of the ratings, and how users are split.
 *
 * @param ratingThreshold events are the ratings strictly above it
 * @param minUserEvents users with fewer events are dropped, after the items; 0 keeps all
 * @param minItemEvents items with fewer events are dropped, before the users; 0 keeps all
 * @param heldOutUsers users of the validation part, and again of the test part, from 1; absent: {@link #heldOutUsers(int)}
 * @param heldOutProportion the proportion of a held-out user's events that is predicted, in (0, 1)
 * @param splitSeed the seed of numpy's RandomState, in [0, 2^32)
 * @param shards into how many files the train matrix is divided besides; 1: none
 * @param split how the data is divided; the held-out users and proportion are those of the published split alone
 */
public record PreprocessSettings(
        double ratingThreshold,
        int minUserEvents,
        int minItemEvents,
        OptionalInt heldOutUsers,
        double heldOutProportion,
        long splitSeed,
        int shards,
        SplitSettings split) {

    /** The key of {@link #ratingThreshold}. */
    public static final String RATING_THRESHOLD = "preprocess.ratingThreshold";

    /** The key of {@link #heldOutUsers}. */
    public static final String HELD_OUT_USERS = "preprocess.heldOutUsers";

    /** The key of {@link #shards}. */
    public static final String SHARDS = "preprocess.shards";

    private static final int MOST_SHARDS = 99_999;

    private static final int PUBLISHED = 10_000;

    private static final long LARGEST_SEED = 0xFFFF_FFFFL; // init_genrand takes 32 bits

    /** With the published split. */
    public PreprocessSettings(
            double ratingThreshold,
            int minUserEvents,
            int minItemEvents,
            int heldOutUsers,
            double heldOutProportion,
            long splitSeed) {
        this(
                ratingThreshold,
                minUserEvents,
                minItemEvents,
                OptionalInt.of(heldOutUsers),
                heldOutProportion,
                splitSeed,
                1,
                SplitSettings.USERS);
    }

    /**
     * How many users validate, and how many test. Unless it is configured, a tenth of the users each, as many as in the published
     * split at most, and one at least.
     *
     * @param users how many there are
     */
    public int heldOutUsers(int users) {
        return heldOutUsers.orElseGet(() -> Math.max(1, Math.min(PUBLISHED, users / 10)));
    }

    static PreprocessSettings read(Section preprocess) {
        return new PreprocessSettings(
                preprocess.get("ratingThreshold", ValueType.number(Interval.all())),
                preprocess.get("minUserEvents", ValueType.integer(0)),
                preprocess.get("minItemEvents", ValueType.integer(0)),
                preprocess.get("heldOutUsers", ValueType.countOrAuto()),
                preprocess.get("heldOutProportion", ValueType.number(Interval.open(0, 1))),
                preprocess.get("splitSeed", ValueType.longInteger(0, LARGEST_SEED)),
                preprocess.get("shards", ValueType.integer(1, MOST_SHARDS)),
                SplitSettings.read(preprocess.section("split")));
    }
}
