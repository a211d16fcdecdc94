package multvae.spark;

import java.io.Serializable;
import java.util.BitSet;
import java.util.Iterator;
import java.util.stream.IntStream;
import multvae.ratings.Rows;
import scala.Tuple2;

/** What a part of a file has of one shard's users. It is what executors send each other. */
final class Piece implements Serializable {

    private static final long serialVersionUID = 1;

    private final int part;
    private final Rows rows;
    private final int[] positions;

    private Piece(int part, Rows rows, int[] positions) {
        this.part = part;
        this.rows = rows;
        this.positions = positions;
    }

    /** The number of the part. */
    int part() {
        return part;
    }

    /** Users are counted from the shard's first one, items over all parts. */
    Rows rows() {
        return rows;
    }

    /** [rows], counted over all files. */
    int[] positions() {
        return positions;
    }

    /**
     * Divides a part's rows among the shards.
     *
     * @param rows of users and items that are numbered in the part
     * @param firstRow the position of the first of them
     * @param users what each of the part's users is called everywhere
     * @param items what each of the part's items is called everywhere
     * @return a piece for each shard that has some, with the shard's number
     */
    static Iterator<Tuple2<Integer, Piece>> of(
            int part, Rows rows, int firstRow, int[] users, int[] items, UserRanges ranges) {
        int[] shardOfRow = new int[rows.size()];
        int[] sizes = new int[ranges.shards()];
        for (int row = 0; row < shardOfRow.length; row++) {
            shardOfRow[row] = ranges.shardOf(users[rows.users()[row]]);
            sizes[shardOfRow[row]]++;
        }
        int[][] rowsOfShard = new int[sizes.length][];
        for (int shard = 0; shard < sizes.length; shard++) {
            rowsOfShard[shard] = new int[sizes[shard]];
        }
        int[] next = new int[sizes.length];
        for (int row = 0; row < shardOfRow.length; row++) {
            rowsOfShard[shardOfRow[row]][next[shardOfRow[row]]++] = row;
        }
        return IntStream.range(0, sizes.length)
                .filter(shard -> sizes[shard] > 0)
                .mapToObj(shard -> new Tuple2<>(
                        shard, of(part, rows, rowsOfShard[shard], firstRow, users, items, ranges.firstUser(shard))))
                .iterator();
    }

    private static Piece of(int part, Rows rows, int[] own, int firstRow, int[] users, int[] items, int firstUser) {
        int[] ownUsers = new int[own.length];
        int[] ownItems = new int[own.length];
        int[] positions = new int[own.length];
        double[] ratings = rows.ratings() == null ? null : new double[own.length];
        long[] times = rows.times() == null ? null : new long[own.length];
        BitSet isEvent = new BitSet(own.length);
        for (int k = 0; k < own.length; k++) {
            int row = own[k];
            ownUsers[k] = users[rows.users()[row]] - firstUser;
            ownItems[k] = items[rows.items()[row]];
            positions[k] = firstRow + row;
            if (rows.isEvent().get(row)) {
                isEvent.set(k);
            }
            if (ratings != null) {
                ratings[k] = rows.ratings()[row];
            }
            if (times != null) {
                times[k] = rows.times()[row];
            }
        }
        return new Piece(part, new Rows(ownUsers, ownItems, ratings, times, isEvent), positions);
    }
}
