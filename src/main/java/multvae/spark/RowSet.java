package multvae.spark;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * Some rows of a matrix.
 */
final class RowSet implements Serializable {

    private static final long serialVersionUID = 1;

    private final int[] rows;
    private final int[] lengths;
    private final int[] columns;

    /**
     * @param rows [rows], their numbers
     * @param lengths [rows], how many columns each has
     * @param columns of the first row ascending, then those of the second
     */
    RowSet(int[] rows, int[] lengths, int[] columns) {
        this.rows = rows;
        this.lengths = lengths;
        this.columns = columns;
    }

    int[] rows() {
        return rows;
    }

    int[] lengths() {
        return lengths;
    }

    int[] columns() {
        return columns;
    }

    /** Collects rows. */
    static final class Builder {

        private final IntArrayList rows = new IntArrayList();
        private final IntArrayList lengths = new IntArrayList();
        private final IntArrayList columns = new IntArrayList();

        /** @param columns in any order */
        void add(int row, int[] columns) {
            int from = this.columns.size();
            this.columns.addElements(from, columns);
            Arrays.sort(this.columns.elements(), from, from + columns.length);
            rows.add(row);
            lengths.add(columns.length);
        }

        RowSet build() {
            return new RowSet(rows.toIntArray(), lengths.toIntArray(), columns.toIntArray());
        }
    }

    /** The only set, or one without rows. */
    static Iterator<RowSet> orEmpty(Iterator<RowSet> sets) {
        return sets.hasNext() ? sets : List.of(new Builder().build()).iterator();
    }

    /** The rows of all of these sets, by number. */
    static RowSet merge(Iterable<RowSet> sets) {
        record Row(int number, int length, RowSet set, int from) {}
        List<Row> all = new ArrayList<>();
        for (RowSet set : sets) {
            int from = 0;
            for (int k = 0; k < set.rows.length; k++) {
                all.add(new Row(set.rows[k], set.lengths[k], set, from));
                from += set.lengths[k];
            }
        }
        all.sort(Comparator.comparingInt(Row::number));
        Builder merged = new Builder();
        for (Row row : all) {
            merged.rows.add(row.number());
            merged.lengths.add(row.length());
            merged.columns.addElements(merged.columns.size(), row.set().columns, row.from(), row.length());
        }
        return merged.build();
    }
}
