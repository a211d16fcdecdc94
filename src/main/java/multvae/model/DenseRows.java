package multvae.model;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A batch's input and target as dense matrices. Filling them again clears the non-zeros of the last time and writes the
 * new ones, which takes a millisecond where zeroing 80 MB takes twenty.
 */
final class DenseRows implements AutoCloseable {

    private final int items;
    private final INDArray input; // [users, items]
    private final INDArray target; // [users, items]

    DenseRows(int users, int items) {
        this.items = items;
        this.input = Nd4j.zeros(DataType.FLOAT, users, items);
        this.target = Nd4j.zeros(DataType.FLOAT, users, items);
    }

    /** Takes out what {@link #scatter} wrote from the same rows. */
    void clear(SparseRows rows) {
        HostFloats.write(input, in -> HostFloats.write(target, out -> write(rows, in, out, 0)));
    }

    void scatter(SparseRows rows) {
        HostFloats.write(input, in -> HostFloats.write(target, out -> write(rows, in, out, 1)));
    }

    /** @param scale 1 to write the rows, 0 to clear them */
    private void write(SparseRows rows, FloatBuffer in, FloatBuffer out, float scale) {
        for (int u = 0; u < rows.users(); u++) {
            for (int k = rows.rowStart(u); k < rows.rowStart(u + 1); k++) {
                int element = u * items + rows.column(k);
                in.put(element, scale * rows.value(k));
                out.put(element, scale);
            }
        }
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
