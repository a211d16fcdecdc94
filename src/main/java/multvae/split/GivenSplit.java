package multvae.split;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import multvae.config.PreprocessSettings;
import multvae.matrix.Part;
import multvae.ratings.EventList;
import multvae.ratings.Ratings;

/**
 * A split that comes in files. Nothing is dropped for being rare. Without validation events a tenth of each user's training
 * events validates, drawn with RandomState(splitSeed) in the order of the users' raw ids.
 */
public final class GivenSplit {

    private final PreprocessSettings settings;
    private final Map<Part, Ratings> given;
    private final Places places;

    /** Where a pair of user and item is in a part's files, as file and line. */
    @FunctionalInterface
    public interface Places {

        /** Of a split whose parts are not in files of their own. */
        Places NONE = (part, userId, itemId) -> "preprocess.split";

        String of(Part part, String userId, String itemId);
    }

    private GivenSplit(PreprocessSettings settings, Map<Part, Ratings> given, Places places) {
        this.settings = settings;
        this.given = given;
        this.places = places;
    }

    /**
     * Makes the split.
     *
     * @param given those of train and test, and perhaps of validation. All number the same users and items, those of test, which
     *     is read last, perhaps more of them
     * @param places finds a pair for a message
     * @throws multvae.io.UserError if a pair is in two parts, or no event is left in a part
     */
    public static Split of(Map<Part, Ratings> given, PreprocessSettings settings, Places places) {
        return new GivenSplit(settings, new EnumMap<>(given), places).split();
    }

    private Split split() {
        Ratings last = given.get(Part.TEST); // read last: it knows all users and items
        EventList events =
                EventList.concat(given.values().stream().map(Ratings::events).toList());
        Part[] parts = new Part[events.size()];
        int from = 0;
        for (Map.Entry<Part, Ratings> part : given.entrySet()) {
            int to = from + part.getValue().events().size();
            Arrays.fill(parts, from, to, part.getKey());
            from = to;
        }
        refuseRepeated(events, parts, last);
        if (!given.containsKey(Part.VALIDATION)) {
            drawValidation(given.get(Part.TRAIN), parts);
        }
        Ratings all = new Ratings(
                last.threshold(),
                last.explicit(),
                given.values().stream().mapToInt(Ratings::rows).sum(),
                given.values().stream().mapToInt(Ratings::repeated).sum(),
                events,
                last.userIds(),
                last.itemIds());
        return new EveryUserSplit(all, settings.split(), events, parts, places).split();
    }

    private void refuseRepeated(EventList events, Part[] parts, Ratings all) {
        events.forEachRepeated(all.users(), all.items(), (before, after) -> {
            String user = all.userIds().get(events.user(after));
            String item = all.itemIds().get(events.item(after));
            throw SplitRules.inTwoParts(
                    places.of(parts[before], user, item), places.of(parts[after], user, item), user, item);
        });
    }

    private void drawValidation(Ratings train, Part[] parts) {
        EventList events = train.events();
        int[] byUser = events.orderByUser(train.users());
        int[] counts = events.userCounts(train.users());
        int[] starts = new int[counts.length + 1];
        for (int user = 0; user < counts.length; user++) {
            starts[user + 1] = starts[user] + counts[user];
        }
        ValidationDraw draw = new ValidationDraw(settings.splitSeed());
        for (int user : Filter.usersByRawId(train, events)) {
            for (int k : draw.next(counts[user])) {
                parts[byUser[starts[user] + k]] = Part.VALIDATION;
            }
        }
    }
}
