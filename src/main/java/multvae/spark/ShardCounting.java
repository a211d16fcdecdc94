package multvae.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import multvae.config.DataSettings.Duplicates;
import multvae.ratings.Rows;

/**
 * How rows become events.
 *
 * @param parts which source each part is of
 * @param duplicates [sources], which row counts of those with the same user and item
 * @param itemCount above every item
 */
record ShardCounting(PartRanges parts, List<Duplicates> duplicates, UserRanges ranges, int itemCount)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /**
     * Puts a shard together.
     *
     * @param pieces of it, in any order
     */
    CountedShard count(int index, Iterable<Piece> pieces) {
        List<Piece> inOrder = StreamSupport.stream(pieces.spliterator(), false)
                .sorted(Comparator.comparingInt(Piece::part))
                .toList();
        List<Rows> ofSources = new ArrayList<>();
        for (int source = 0; source < duplicates.size(); source++) {
            int own = source;
            ofSources.add(Rows.concat(inOrder.stream()
                    .filter(piece -> parts.source(piece.part()) == own)
                    .map(Piece::rows)
                    .toList()));
        }
        int[] positions = new int[ofSources.stream().mapToInt(Rows::size).sum()];
        int next = 0;
        for (Piece piece : inOrder) {
            System.arraycopy(piece.positions(), 0, positions, next, piece.positions().length);
            next += piece.positions().length;
        }
        int firstUser = ranges.firstUser(index);
        return new ShardRows(ofSources, positions, parts, ranges.firstUser(index + 1) - firstUser, itemCount)
                .counted(index, firstUser, duplicates);
    }
}
