package multvae.model;

import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;

/** Products of two matrices into a third that is there already. */
final class MatrixProduct {

    private MatrixProduct() {}

    /** out = a b^T: [n, k] and [m, k] give [n, m]. */
    static void timesTransposed(INDArray a, INDArray b, INDArray out) {
        multiply(a, b, out, false, true);
    }

    /** out = a^T b: [n, k] and [n, m] give [k, m]. */
    static void transposedTimes(INDArray a, INDArray b, INDArray out) {
        multiply(a, b, out, true, false);
    }

    /** out = a b: [n, k] and [k, m] give [n, m]. */
    static void times(INDArray a, INDArray b, INDArray out) {
        multiply(a, b, out, false, false);
    }

    private static void multiply(INDArray a, INDArray b, INDArray out, boolean transposeA, boolean transposeB) {
        MMulTranspose transpose = MMulTranspose.builder()
                .transposeA(transposeA)
                .transposeB(transposeB)
                .transposeResult(false)
                .build();
        Nd4j.exec(new Mmul(a, b, out, transpose));
    }
}
