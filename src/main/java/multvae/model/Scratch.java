package multvae.model;

import multvae.io.ProcessMemory;
import multvae.io.UserError;
import org.bytedeco.javacpp.Pointer;
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
     * @throws UserError if it does not fit into what this process may take outside of Java's heap
     */
    INDArray matrix(int rows, int columns) {
        long length = (long) rows * columns;
        if (length > flat.length()) {
            flat.close();
            long left = ProcessMemory.left(Pointer.maxBytes(), Pointer.totalBytes()) / Float.BYTES;
            if (length > left) {
                throw new UserError(
                        "a batch and the items of its sampled softmax",
                        "a matrix of at most " + left + " elements, which there is memory for",
                        rows + " times " + columns,
                        "lower train.batchSize or train.sampledItems");
            }
            flat = Nd4j.createUninitializedDetached(DataType.FLOAT, Math.min(left, length + length / 4));
        }
        return flat.get(NDArrayIndex.interval(0, length)).reshape('c', rows, columns);
    }

    @Override
    public void close() {
        flat.close();
    }
}
