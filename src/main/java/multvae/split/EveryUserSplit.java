package multvae.split;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import multvae.config.SplitSettings;
import multvae.config.SplitSettings.Unknown;
import multvae.ids.IdList;
import multvae.io.UserError;
import multvae.matrix.Part;
import multvae.ratings.EventList;
import multvae.ratings.Ratings;

/**
 * A split in which every user is trained on, also called weak generalisation: the parts are events, not users.
 *
 * <ul>
 *   <li>train: the training events, a row for each user who has training or validation events, ascending by raw id
 *   <li>validation: the users with validation events; their training events are folded in
 *   <li>test: the users with test events; their training and validation events are folded in, and so never ranked
 * </ul>
 *
 * <p>The items are those of the training and validation events, in order of first appearance. A test event of another item or
 * another user is left out and counted, or an error.
 */
final class EveryUserSplit {

    private final Ratings ratings;
    private final SplitSettings settings;
    private final EventList events; // of all parts
    private final Part[] parts; // [events]
    private final GivenSplit.Places places;
    private final int[] userOfRow;
    private final int[] rowOfUser; // [users]; -1 for users whom no model can know
    private final int[] columnOfItem; // [items]; -1 for those items

    /**
     * @param ratings whose users and items the events have
     * @param events all that are in a part
     * @param parts the part of each, [events]
     * @param places finds a test event for a message
     */
    EveryUserSplit(Ratings ratings, SplitSettings settings, EventList events, Part[] parts, GivenSplit.Places places) {
        this.places = places;
        this.ratings = ratings;
        this.settings = settings;
        this.events = events;
        this.parts = parts;
        EventList known = events.filter(event -> parts[event] != Part.TEST);
        this.userOfRow = Filter.usersByRawId(ratings, known);
        this.rowOfUser = Filter.positions(userOfRow, ratings.users());
        this.columnOfItem = Filter.columns(known, event -> true, ratings.items());
    }

    Split split() {
        if (settings.unknown() == Unknown.ERROR) {
            IntStream.range(0, events.size())
                    .filter(event -> !isKnown(event))
                    .findFirst()
                    .ifPresent(event -> {
                        throw unknown(event);
                    });
        }
        IdList itemIds = ratings.itemIds().select(Filter.items(columnOfItem));
        EventList train = renumbered(event -> parts[event] == Part.TRAIN);
        EventList validation = renumbered(event -> parts[event] == Part.VALIDATION);
        EventList test = renumbered(event -> parts[event] == Part.TEST && isKnown(event));
        requireSome(train, "training events");
        requireSome(validation, "validation events");
        requireSome(test, "test events of users and on items that training has");
        int[] all = IntStream.range(0, userOfRow.length).toArray();
        int[] validationRows = rowsWith(validation);
        int[] testRows = rowsWith(test);
        Map<Part, Split.Users> users = new EnumMap<>(Part.class);
        users.put(Part.TRAIN, users(all));
        users.put(Part.VALIDATION, users(validationRows));
        users.put(Part.TEST, users(testRows));
        return new Split(
                users,
                itemIds,
                train,
                heldOut(train, validation, validationRows),
                heldOut(renumbered(event -> parts[event] != Part.TEST), test, testRows),
                SplitStatistics.of(
                        settings.type(),
                        ratings,
                        events,
                        itemIds.size(),
                        train.size() + validation.size() + test.size()));
    }

    private boolean isKnown(int event) {
        return rowOfUser[events.user(event)] >= 0 && columnOfItem[events.item(event)] >= 0;
    }

    private static void requireSome(EventList part, String what) {
        if (part.size() == 0) {
            throw SplitRules.nothing(what);
        }
    }

    /** The events that are asked for, users as rows of the train part, items as columns. */
    private EventList renumbered(IntPredicate isAskedFor) {
        return events.filter(isAskedFor).renumberUsers(rowOfUser).renumberItems(columnOfItem);
    }

    /** The rows of the train part that have an event, ascending. */
    private int[] rowsWith(EventList ofPart) {
        int[] counts = ofPart.userCounts(userOfRow.length);
        return IntStream.range(0, counts.length).filter(row -> counts[row] > 0).toArray();
    }

    private Split.Users users(int[] trainRows) {
        int[] users = Arrays.stream(trainRows).map(row -> userOfRow[row]).toArray();
        return new Split.Users(ratings.userIds().select(users), 0);
    }

    private Split.HeldOut heldOut(EventList foldIn, EventList heldOut, int[] trainRows) {
        int[] rowOfTrainRow = Filter.positions(trainRows, userOfRow.length);
        return new Split.HeldOut(
                foldIn.filter(event -> rowOfTrainRow[foldIn.user(event)] >= 0).renumberUsers(rowOfTrainRow),
                heldOut.renumberUsers(rowOfTrainRow));
    }

    private UserError unknown(int event) {
        String user = ratings.userIds().get(events.user(event));
        String item = ratings.itemIds().get(events.item(event));
        return SplitRules.unknown(places.of(Part.TEST, user, item), rowOfUser[events.user(event)] >= 0, user, item);
    }
}
