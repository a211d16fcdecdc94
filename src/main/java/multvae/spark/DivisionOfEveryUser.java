package multvae.spark;

import java.util.function.IntPredicate;
import multvae.matrix.Part;

/**
 * A split in which every user is trained on, of shards whose events have their parts.
 */
final class DivisionOfEveryUser implements Division {

    private static final long serialVersionUID = 1;

    private final int[] trainRow;
    private final int[] validationRow;
    private final int[] testRow;
    private final int[] columnOfItem;

    /**
     * @param trainRow [users], -1 for users that no model can know
     * @param validationRow [users], -1 for users without validation events
     * @param testRow [users], -1 for users without test events that count
     * @param columnOfItem [items], -1 for items that no model can know
     */
    DivisionOfEveryUser(int[] trainRow, int[] validationRow, int[] testRow, int[] columnOfItem) {
        this.trainRow = trainRow;
        this.validationRow = validationRow;
        this.testRow = testRow;
        this.columnOfItem = columnOfItem;
    }

    @Override
    public void rows(Shard shard, Sink sink) {
        int[][] byUser = shard.byUser();
        for (int user = 0; user < byUser.length; user++) {
            int[] own = byUser[user];
            int train = trainRow[shard.firstUser() + user];
            if (train < 0) {
                continue;
            }
            sink.add(Matrix.TRAIN, train, columns(shard, own, event -> shard.isIn(event, Part.TRAIN)));
            int validation = validationRow[shard.firstUser() + user];
            if (validation >= 0) {
                sink.add(
                        Matrix.VALIDATION_FOLD_IN,
                        validation,
                        columns(shard, own, event -> shard.isIn(event, Part.TRAIN)));
                sink.add(
                        Matrix.VALIDATION_HELD_OUT,
                        validation,
                        columns(shard, own, event -> shard.isIn(event, Part.VALIDATION)));
            }
            int test = testRow[shard.firstUser() + user];
            if (test >= 0) {
                sink.add(Matrix.TEST_FOLD_IN, test, columns(shard, own, event -> !shard.isIn(event, Part.TEST)));
                sink.add(Matrix.TEST_HELD_OUT, test, columns(shard, own, event -> shard.isIn(event, Part.TEST)));
            }
        }
    }

    private int[] columns(Shard shard, int[] own, IntPredicate isAskedFor) {
        return shard.columns(own, columnOfItem, isAskedFor);
    }
}
