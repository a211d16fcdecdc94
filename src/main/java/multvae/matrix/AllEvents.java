package multvae.matrix;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.HashMap;
import java.util.Map;

/** The events that are not tested: those of training and of validation. */
public final class AllEvents {

    private AllEvents() {}

    /**
     * One row for each train user, with the user's validation events if there are any, then one for each other validation user.
     *
     * @param train [train users, items]
     * @param foldIn [validation users, items]
     * @param heldOut [validation users, items]
     * @param users whose rows these are
     */
    public static CsrMatrix of(CsrMatrix train, CsrMatrix foldIn, CsrMatrix heldOut, UserIndex users) {
        Map<String, Integer> validationRows = new HashMap<>();
        for (int row = 0; row < foldIn.rows(); row++) {
            validationRows.put(users.userId(Part.VALIDATION, row), row);
        }
        IntArrayList columns = new IntArrayList(train.nonZeros() + heldOut.nonZeros());
        IntArrayList starts = new IntArrayList();
        starts.add(0);
        for (int row = 0; row < train.rows(); row++) {
            IntArrayList own = new IntArrayList();
            add(train, row, own);
            Integer validated = validationRows.remove(users.userId(Part.TRAIN, row));
            if (validated != null) {
                add(foldIn, validated, own);
                add(heldOut, validated, own);
            }
            end(own, columns, starts);
        }
        for (int row = 0; row < foldIn.rows(); row++) {
            if (validationRows.containsKey(users.userId(Part.VALIDATION, row))) {
                IntArrayList own = new IntArrayList();
                add(foldIn, row, own);
                add(heldOut, row, own);
                end(own, columns, starts);
            }
        }
        return new CsrMatrix(train.columns(), starts.toIntArray(), columns.toIntArray());
    }

    private static void add(CsrMatrix matrix, int row, IntArrayList columns) {
        for (int k = matrix.rowStart(row); k < matrix.rowStart(row + 1); k++) {
            columns.add(matrix.column(k));
        }
    }

    /** A user's columns ascending, each once. */
    private static void end(IntArrayList own, IntArrayList columns, IntArrayList starts) {
        int[] sorted = own.toIntArray();
        IntArrays.quickSort(sorted);
        for (int k = 0; k < sorted.length; k++) {
            if (k == 0 || sorted[k] != sorted[k - 1]) {
                columns.add(sorted[k]);
            }
        }
        starts.add(columns.size());
    }
}
