package multvae.matrix;

/** Rows in ranges of nearly the same size, for files and machines that have some of them each. */
public final class RowRanges {

    private RowRanges() {}

    /** The range that has a row. */
    public static int of(int row, int rows, int ranges) {
        return (int) ((long) row * ranges / rows);
    }

    /** The first row of a range; of the range after the last one, the number of rows. */
    public static int first(int range, int rows, int ranges) {
        return (int) (((long) range * rows + ranges - 1) / ranges);
    }
}
