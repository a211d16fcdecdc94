package multvae.spark;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import multvae.split.HeldOutDraw;

/**
 * The published split.
 */
final class DivisionByUsers implements Division {

    private static final long serialVersionUID = 1;

    private final int[] rowOfUser;
    private final int trainUsers;
    private final int testFrom;
    private final int[] columnOfItem;
    private final List<HeldOutDraw> validation;
    private final List<HeldOutDraw> test;

    /**
     * @param rowOfUser [users], in the split's order over all parts; -1 for users that were dropped
     * @param trainUsers the first rows
     * @param testFrom the first row of the test part
     * @param columnOfItem [items]; -1 for items that no train user has
     * @param validation [shards], the draws of the validation users from the shard's first user on
     * @param test [shards], the same of the test users
     */
    DivisionByUsers(
            int[] rowOfUser,
            int trainUsers,
            int testFrom,
            int[] columnOfItem,
            List<HeldOutDraw> validation,
            List<HeldOutDraw> test) {
        this.rowOfUser = rowOfUser;
        this.trainUsers = trainUsers;
        this.testFrom = testFrom;
        this.columnOfItem = columnOfItem;
        this.validation = validation;
        this.test = test;
    }

    @Override
    public void rows(Shard shard, Sink sink) {
        HeldOutDraw validationDraw = validation.get(shard.index()).copy(); // a task that is repeated draws the same
        HeldOutDraw testDraw = test.get(shard.index()).copy();
        int[][] byUser = shard.byUser();
        for (int user = 0; user < byUser.length; user++) {
            int[] events = byUser[user];
            int row = rowOfUser[shard.firstUser() + user];
            if (row < 0) {
                continue;
            }
            int[] columns = shard.columns(events, columnOfItem, event -> true);
            if (row < trainUsers) {
                sink.add(Matrix.TRAIN, row, columns);
            } else if (row < testFrom) {
                divide(
                        columns,
                        validationDraw,
                        Matrix.VALIDATION_FOLD_IN,
                        Matrix.VALIDATION_HELD_OUT,
                        row - trainUsers,
                        sink);
            } else {
                divide(columns, testDraw, Matrix.TEST_FOLD_IN, Matrix.TEST_HELD_OUT, row - testFrom, sink);
            }
        }
    }

    private static void divide(int[] columns, HeldOutDraw draw, Matrix foldIn, Matrix heldOut, int row, Sink sink) {
        BitSet isHeldOut = new BitSet(columns.length);
        Arrays.stream(draw.next(columns.length)).forEach(isHeldOut::set);
        sink.add(foldIn, row, pick(columns, IntStream.range(0, columns.length).filter(k -> !isHeldOut.get(k))));
        sink.add(heldOut, row, pick(columns, isHeldOut.stream()));
    }

    private static int[] pick(int[] columns, IntStream places) {
        return places.map(place -> columns[place]).toArray();
    }
}
