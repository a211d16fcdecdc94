package multvae.model;

import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;

/** Matrix products of ND4J. */
final class Products {

    private Products() {}

    /** out = a b, with either of them transposed first. */
    static void multiply(INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray out) {
        MMulTranspose transpose = MMulTranspose.builder()
                .transposeA(transposeA)
                .transposeB(transposeB)
                .transposeResult(false)
                .build();
        Nd4j.exec(new Mmul(a, b, out, transpose));
    }
}
