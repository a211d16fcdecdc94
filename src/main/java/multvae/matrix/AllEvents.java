package multvae.matrix;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The events that are not tested, those of training and of validation: one row for each train user, with the user's validation events
 * if there are any, then one for each other validation user.
 */
public final class AllEvents {

    private final CsrMatrix foldIn;
    private final CsrMatrix heldOut;
    private final UserIndex users;
    private final Map<String, Integer> validationRows = new HashMap<>(); // of users that no train row had yet
    private int trainRow;

    /**
     * Of rows that are still to come.
     *
     * @param foldIn [validation users, items]
     * @param heldOut [validation users, items]
     * @param users whose rows these are
     */
    public AllEvents(CsrMatrix foldIn, CsrMatrix heldOut, UserIndex users) {
        this.foldIn = foldIn;
        this.heldOut = heldOut;
        this.users = users;
        for (int row = 0; row < foldIn.rows(); row++) {
            validationRows.put(users.userId(Part.VALIDATION, row), row);
        }
    }

    /**
     * All events of the next train user, ascending.
     *
     * @param train those of training
     */
    public int[] next(int[] train) {
        Integer validated = validationRows.remove(users.userId(Part.TRAIN, trainRow++));
        return validated == null ? train : merged(train, validated);
    }

    /** The rows of the validation users that no train row had, after the last train row. */
    public void rest(Consumer<int[]> action) {
        for (int row = 0; row < foldIn.rows(); row++) {
            if (validationRows.containsKey(users.userId(Part.VALIDATION, row))) {
                action.accept(merged(new int[0], row));
            }
        }
    }

    /**
     * All rows at once.
     *
     * @param train [train users, items]
     * @param foldIn [validation users, items]
     * @param heldOut [validation users, items]
     * @param users whose rows these are
     */
    public static CsrMatrix of(CsrMatrix train, CsrMatrix foldIn, CsrMatrix heldOut, UserIndex users) {
        AllEvents all = new AllEvents(foldIn, heldOut, users);
        IntArrayList columns = new IntArrayList(train.nonZeros() + heldOut.nonZeros());
        IntArrayList starts = new IntArrayList();
        starts.add(0);
        Consumer<int[]> add = row -> {
            columns.addElements(columns.size(), row);
            starts.add(columns.size());
        };
        for (int row = 0; row < train.rows(); row++) {
            add.accept(all.next(train.row(row)));
        }
        all.rest(add);
        return new CsrMatrix(train.columns(), starts.toIntArray(), columns.toIntArray());
    }

    /** Columns of a user ascending, each once. */
    private int[] merged(int[] train, int validated) {
        return Stream.of(train, foldIn.row(validated), heldOut.row(validated))
                .flatMapToInt(IntStream::of)
                .sorted()
                .distinct()
                .toArray();
    }
}
