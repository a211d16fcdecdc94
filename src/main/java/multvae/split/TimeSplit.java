package multvae.split;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.time.Instant;
import java.util.Arrays;
import java.util.LongSummaryStatistics;
import java.util.stream.IntStream;
import multvae.config.PreprocessSettings;
import multvae.config.SplitSettings;
import multvae.io.Timestamps;
import multvae.io.UserError;
import multvae.matrix.Part;
import multvae.ratings.EventList;
import multvae.ratings.Ratings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last events of each user are tested, and those before them validated; of equal times the one later in the files is
 * later. Rare items and users are dropped first, as in the published split.
 *
 * <ul>
 *   <li>{@code last = n}: the last n events, or the share n of a user's events rounded down. As many before them validate. A user
 *       who would have no training event left, or no test event, is trained on only.
 *   <li>{@code after = date}: all events from the date on. Of a user's m events before it the last tenth validates, rounded, at
 *       least one; none if m is below five.
 * </ul>
 */
final class TimeSplit {

    private static final Logger LOG = LoggerFactory.getLogger(TimeSplit.class);

    private final SplitSettings settings;
    private final long after; // as Timestamps has it
    private final EventList events;
    private final Part[] parts; // [events]

    private TimeSplit(SplitSettings settings, EventList events) {
        this.settings = settings;
        this.after = settings.after().map(TimeSplit::time).orElse(Long.MAX_VALUE);
        this.events = events;
        this.parts = new Part[events.size()];
    }

    private static long time(String after) {
        return Timestamps.parse(after).orElseThrow(() -> new IllegalArgumentException(after + " is no date"));
    }

    static Split of(Ratings ratings, PreprocessSettings settings) {
        EventList frequent = Filter.frequentEvents(ratings, settings);
        settings.split().after().ifPresent(after -> requireWithin(frequent, after));
        SplitRules.TimeParts divided = parts(frequent, ratings.users(), settings.split());
        describe(divided.trainedOnly());
        return new EveryUserSplit(ratings, settings.split(), frequent, divided.parts(), GivenSplit.Places.NONE).split();
    }

    /** Times of another unit than it seems, such as 20201231, are all in 1970. */
    private static void requireWithin(EventList events, String after) {
        LongSummaryStatistics times =
                IntStream.range(0, events.size()).mapToLong(events::time).summaryStatistics();
        long date = time(after);
        if (date <= times.getMin() || date > times.getMax()) {
            throw new UserError(
                    "preprocess.split.after",
                    "a date within the events' times, which are from " + shown(times.getMin()) + " to "
                            + shown(times.getMax()),
                    after,
                    "correct it, or the times if they are others");
        }
    }

    private static Instant shown(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L));
    }

    static SplitRules.TimeParts parts(EventList events, int users, SplitSettings settings) {
        TimeSplit split = new TimeSplit(settings, events);
        int trainedOnly = split.divide(users);
        return new SplitRules.TimeParts(split.parts, trainedOnly);
    }

    /** @return how many users are trained on only */
    private int divide(int users) {
        int[] byUser = events.orderByUser(users);
        int start = 0;
        int trainedOnly = 0;
        for (int count : events.userCounts(users)) {
            int[] own = Arrays.copyOfRange(byUser, start, start + count);
            IntArrays.stableSort(own, (a, b) -> Long.compare(events.time(a), events.time(b)));
            int tested = tested(own);
            int validated = validated(count - tested, tested);
            for (int k = 0; k < count; k++) {
                int fromEnd = count - k;
                parts[own[k]] =
                        fromEnd <= tested ? Part.TEST : fromEnd <= tested + validated ? Part.VALIDATION : Part.TRAIN;
            }
            trainedOnly += count > 0 && tested == 0 ? 1 : 0;
            start += count;
        }
        return trainedOnly;
    }

    /** Says how many users cannot be tested. */
    static void describe(int trainedOnly) {
        if (trainedOnly > 0) {
            LOG.info(
                    trainedOnly == 1
                            ? "1 user has too few events, or none late enough, to be tested: it is trained on"
                            : "{} users have too few events, or none late enough, to be tested: they are trained on",
                    trainedOnly);
        }
    }

    /** How many of a user's events are tested. */
    private int tested(int[] ascending) {
        int count = ascending.length;
        if (settings.last().isEmpty()) {
            return (int) Arrays.stream(ascending)
                    .filter(event -> events.time(event) >= after)
                    .count();
        }
        double last = settings.last().get();
        long asked = last < 1 ? (long) (last * count) : (long) last;
        return 2 * asked < count ? (int) asked : 0;
    }

    /** How many of a user's other events are validated. */
    private int validated(int rest, int tested) {
        return settings.last().isPresent() ? tested : ValidationDraw.validated(rest);
    }
}
