package multvae.spark;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import multvae.config.DataSettings.Duplicates;
import multvae.ratings.EventList;
import multvae.ratings.Rows;

/**
 * A shard's events, what was dropped of its rows, and the first pair that is there twice, if that is an error.
 *
 * @param shard null once only the rest is asked for
 * @param repeated how many rows do not count
 * @param firstRow the position of the first row of the pair's user; {@link #NO_PAIR} if there is no such pair
 * @param user of the pair
 * @param item of the pair
 */
record CountedShard(Shard shard, int repeated, int firstRow, int user, int item) implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int NO_PAIR = Integer.MAX_VALUE;

    boolean hasPair() {
        return firstRow < NO_PAIR;
    }

    CountedShard withoutEvents() {
        return new CountedShard(null, repeated, firstRow, user, item);
    }

    /**
     * Puts a shard together.
     *
     * @param pieces of it, in any order
     */
    static CountedShard of(int index, Iterable<Piece> pieces, Duplicates duplicates, UserRanges ranges, int itemCount) {
        List<Piece> inOrder = StreamSupport.stream(pieces.spliterator(), false)
                .sorted(Comparator.comparingInt(Piece::part))
                .toList();
        Rows rows = Rows.concat(inOrder.stream().map(Piece::rows).toList());
        int[] positions = new int[rows.size()];
        int next = 0;
        for (Piece piece : inOrder) {
            System.arraycopy(piece.positions(), 0, positions, next, piece.positions().length);
            next += piece.positions().length;
        }
        int firstUser = ranges.firstUser(index);
        int users = ranges.firstUser(index + 1) - firstUser;
        Rows.Counted counted = rows.count(duplicates, users, itemCount);
        Shard shard = new Shard(index, firstUser, users, rows.users(), rows.items(), positions, rows.times())
                .select(counted.rows());
        int pair = duplicates == Duplicates.ERROR ? firstPair(rows, itemCount, users) : -1;
        if (pair < 0) {
            return new CountedShard(shard, counted.repeated(), NO_PAIR, 0, 0);
        }
        int firstRow = IntStream.range(0, rows.size())
                .filter(row -> rows.users()[row] == rows.users()[pair])
                .findFirst()
                .orElseThrow();
        return new CountedShard(
                shard, counted.repeated(), positions[firstRow], firstUser + rows.users()[pair], rows.items()[pair]);
    }

    /** The first row that repeats another, of the user who comes first in the files; -1 if there is none. */
    private static int firstPair(Rows rows, int itemCount, int users) {
        int[] numbers = new int[users]; // in order of first appearance, from 1
        int[] byAppearance = new int[rows.size()];
        int next = 0;
        for (int row = 0; row < byAppearance.length; row++) {
            int user = rows.users()[row];
            if (numbers[user] == 0) {
                numbers[user] = ++next;
            }
            byAppearance[row] = numbers[user] - 1;
        }
        return new EventList(byAppearance, rows.items()).forEachRepeated(users, itemCount, (before, after) -> before);
    }
}
