package multvae.model;

import multvae.io.UserError;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Memory for a matrix whose size changes from step to step: it grows to the largest one and stays. Not thread-safe. */
final class Scratch implements AutoCloseable {

    private INDArray flat = Nd4j.createUninitializedDetached(DataType.FLOAT, 1);

    /**
     * A matrix of float32, row-major, from the memory's start; what is in it is of no meaning. Valid until the next one is asked for.
     *
     * @throws UserError if it is larger than {@link HostFloats#MOST_ELEMENTS}
     */
    INDArray matrix(int rows, int columns) {
        long length = (long) rows * columns;
        if (length > HostFloats.MOST_ELEMENTS) {
            throw new UserError(
                    "a batch and the items of its sampled softmax",
                    "a matrix of at most " + HostFloats.MOST_ELEMENTS + " elements",
                    rows + " times " + columns,
                    "lower train.batchSize or train.sampledItems");
        }
        if (length > flat.length()) {
            flat.close();
            flat = Nd4j.createUninitializedDetached(
                    DataType.FLOAT, Math.max(length, Math.min(HostFloats.MOST_ELEMENTS, length + length / 4)));
        }
        return flat.get(NDArrayIndex.interval(0, length)).reshape('c', rows, columns);
    }

    @Override
    public void close() {
        flat.close();
    }
}
