package multvae.model;

import java.util.Arrays;
import multvae.matrix.CsrMatrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The non-zeros of a batch's rows, by user and by item. The arrays grow to the largest batch and stay.
 *
 * <p>By user it holds every event. A dropped one has the value 0: it is still in the target. By item it holds only those
 * that are kept.
 */
final class BatchRows {

    private final int users;
    private final int items;
    private final int[] rowStarts; // [users + 1]
    private int[] columns = new int[0]; // [events], by user, ascending
    private float[] values = new float[0]; // [events], after normalisation and dropout
    private final int[] itemStarts; // [items + 1]
    private int[] itemUsers = new int[0]; // [kept events], by item, ascending
    private float[] itemValues = new float[0]; // [kept events]
    private final int[] next; // [items], while the events are sorted by item

    BatchRows(int users, int items) {
        this.users = users;
        this.items = items;
        this.rowStarts = new int[users + 1];
        this.itemStarts = new int[items + 1];
        this.next = new int[items];
    }

    /**
     * Takes users {@code order[from]} to {@code order[from + users - 1]}, each row over its L2 norm.
     *
     * @param kept which of the elements dropout keeps
     * @param scale what the kept ones are multiplied by
     */
    void fill(CsrMatrix matrix, int[] order, int from, Randomness.Mask kept, double scale) {
        for (int u = 0; u < users; u++) {
            rowStarts[u + 1] = rowStarts[u] + matrix.rowLength(order[from + u]);
        }
        int events = rowStarts[users];
        if (events > columns.length) {
            int capacity = events + events / 4;
            columns = new int[capacity];
            values = new float[capacity];
            itemUsers = new int[capacity];
            itemValues = new float[capacity];
        }
        Arrays.fill(itemStarts, 0);
        for (int u = 0; u < users; u++) {
            int first = matrix.rowStart(order[from + u]);
            int length = rowStarts[u + 1] - rowStarts[u];
            float value = (float) (scale / Math.sqrt(length)); // a binary row's L2 norm is the root of its events
            for (int k = 0; k < length; k++) {
                int column = matrix.column(first + k);
                boolean keeps = kept.keeps((long) u * items + column);
                columns[rowStarts[u] + k] = column;
                values[rowStarts[u] + k] = keeps ? value : 0;
                itemStarts[column + 1] += keeps ? 1 : 0;
            }
        }
        sortByItem();
    }

    private void sortByItem() {
        for (int i = 0; i < items; i++) {
            next[i] = itemStarts[i];
            itemStarts[i + 1] += itemStarts[i];
        }
        for (int u = 0; u < users; u++) {
            for (int k = rowStarts[u]; k < rowStarts[u + 1]; k++) {
                if (values[k] != 0) {
                    int at = next[columns[k]]++;
                    itemUsers[at] = u;
                    itemValues[at] = values[k];
                }
            }
        }
    }

    int users() {
        return users;
    }

    /** Where a user's events begin; {@code rowStart(users())} is their number. */
    int rowStart(int user) {
        return rowStarts[user];
    }

    /** How many events a user has, dropped ones too. */
    int rowLength(int user) {
        return rowStarts[user + 1] - rowStarts[user];
    }

    /** The item of the {@code k}-th event. */
    int column(int k) {
        return columns[k];
    }

    /** The input at the {@code k}-th event: 0 if dropped. */
    float value(int k) {
        return values[k];
    }

    /** The input of each of a user's events without dropout: 1 over the row's L2 norm. */
    float wholeValue(int user) {
        return (float) (1 / Math.sqrt(rowLength(user)));
    }

    /** Where an item's kept events begin. */
    int itemStart(int item) {
        return itemStarts[item];
    }

    /** The user, within the batch, of the {@code k}-th kept event by item. */
    int itemUser(int k) {
        return itemUsers[k];
    }

    /** The input at the {@code k}-th kept event by item. */
    float itemValue(int k) {
        return itemValues[k];
    }

    /**
     * The same rows as dense matrices, input and target. Filling them again clears the non-zeros of the last time and
     * writes the new ones, which takes a millisecond; zeroing 80 MB takes twenty.
     */
    static final class Dense implements AutoCloseable {

        private final INDArray input; // [users, items]
        private final INDArray target; // [users, items]

        Dense(int users, int items) {
            this.input = Nd4j.zeros(DataType.FLOAT, users, items);
            this.target = Nd4j.zeros(DataType.FLOAT, users, items);
        }

        /** Takes out what {@link #scatter} wrote from the same rows. */
        void clear(BatchRows rows) {
            write(rows, 0);
        }

        void scatter(BatchRows rows) {
            write(rows, 1);
        }

        /** @param scale 1 to write the rows, 0 to clear them */
        private void write(BatchRows rows, float scale) {
            HostFloats.write(
                    input,
                    in -> HostFloats.write(target, out -> {
                        for (int u = 0; u < rows.users; u++) {
                            for (int k = rows.rowStart(u); k < rows.rowStart(u + 1); k++) {
                                long element = (long) u * rows.items + rows.column(k);
                                in.put(element, scale * rows.value(k));
                                out.put(element, scale);
                            }
                        }
                    }));
        }

        INDArray input() {
            return input;
        }

        INDArray target() {
            return target;
        }

        @Override
        public void close() {
            input.close();
            target.close();
        }
    }
}
