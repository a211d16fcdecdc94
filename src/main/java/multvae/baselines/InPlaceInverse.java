package multvae.baselines;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLeft;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasNonUnit;
import static org.bytedeco.openblas.global.openblas.CblasRight;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.LAPACKE_spotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_spotri;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas.cblas_ssyrk;
import static org.bytedeco.openblas.global.openblas.cblas_strsm;

import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.indexer.FloatIndexer;

/**
 * Inverts a symmetric, positive definite matrix in its own memory, block by block, so that it is known after each block how
 * much is done. It takes n^3 operations, as Cholesky's factors and the inverse from them do.
 *
 * <p>The method is Gauss and Jordan's in its symmetric form, the sweep. To sweep the block k of A, with D = A[k, k] and i, j
 * other rows and columns, is to set
 *
 * <pre>
 * A[i, j] := A[i, j] - A[i, k] D^-1 A[k, j]
 * A[i, k] := A[i, k] D^-1
 * A[k, k] := -D^-1
 * </pre>
 *
 * <p>A stays symmetric. It is -A^-1 when all blocks are swept. D is positive definite whenever A is, so there is no pivoting.
 * With D = L L^T the first line is A[i, j] - V[i] V[j]^T for V = A[:, k] L^-T, which takes the place of A[:, k].
 *
 * <p>Every block of b columns takes n^2 b operations, so the share of the columns is the share of the arithmetic.
 */
final class InPlaceInverse {

    /** Columns that are swept at once. With fewer, products are slower; with more, progress is reported less often. */
    static final int BLOCK = 512;

    private static final int TILE = 64; // 64 rows of 64 floats fit into the first-level cache

    private final FloatPointer matrix; // [n, n], column by column; only the lower triangle is used until the end
    private final int n;
    private final int block;

    /**
     * @param matrix a symmetric, positive definite matrix [n, n]; {@link #invert} overwrites it
     * @param n rows, from 1
     * @param block columns that are swept at once, from 1
     */
    InPlaceInverse(FloatPointer matrix, int n, int block) {
        this.matrix = matrix;
        this.n = n;
        this.block = block;
    }

    /**
     * Overwrites the matrix with its inverse, both triangles. The last bits depend on the number of threads.
     *
     * @param done receives the share of the arithmetic that is done after each block: it grows up to 1
     * @return false if the matrix is not positive definite in single precision; what is left in it is undefined then
     */
    boolean invert(DoubleConsumer done) {
        for (int first = 0; first < n; ) {
            int end = first + columns(Math.min(block, n - first));
            if (!sweep(first, end)) {
                return false;
            }
            done.accept((double) end / n);
            first = end;
        }
        negateAndMirror();
        return true;
    }

    /**
     * How many columns of those that are left are swept at once: an even number, or one. spotri of OpenBLAS 0.3.19, in one thread, reads
     * at addresses that are no multiples of 16 if it has to invert an odd number of rows from 133 on, and ends the process.
     */
    private static int columns(int most) {
        return most == 1 ? 1 : most - most % 2;
    }

    /** Sweeps the columns from {@code k} to {@code end}; {@code below} is how many come after them. */
    private boolean sweep(int k, int end) {
        int b = end - k;
        int below = n - end;
        FloatPointer d = at(k, k);
        FloatPointer left = at(k, 0); // [b, k]
        FloatPointer under = at(end, k); // [below, b]
        if (LAPACKE_spotrf(LAPACK_COL_MAJOR, (byte) 'L', b, d, n) != 0) {
            return false; // not positive definite, or not a number
        }
        solve(CblasLeft, CblasNoTrans, b, k, d, left); // V[:k]^T = L^-1 A[k, :k]
        solve(CblasRight, CblasTrans, below, b, d, under); // V[end:] = A[end:, k] L^-T
        if (k > 0) {
            cblas_ssyrk(CblasColMajor, CblasLower, CblasTrans, k, b, -1, left, n, 1, at(0, 0), n);
        }
        if (below > 0) {
            cblas_ssyrk(CblasColMajor, CblasLower, CblasNoTrans, below, b, -1, under, n, 1, at(end, end), n);
        }
        if (k > 0 && below > 0) {
            cblas_sgemm(
                    CblasColMajor, CblasNoTrans, CblasNoTrans, below, k, b, -1, under, n, left, n, 1, at(end, 0), n);
        }
        solve(CblasLeft, CblasTrans, b, k, d, left); // L^-T V[:k]^T
        solve(CblasRight, CblasNoTrans, below, b, d, under); // V[end:] L^-1
        if (LAPACKE_spotri(LAPACK_COL_MAJOR, (byte) 'L', b, d, n) != 0) {
            return false;
        }
        FloatIndexer a = FloatIndexer.create(matrix);
        for (int column = k; column < end; column++) {
            for (int row = column; row < end; row++) {
                long index = (long) column * n + row;
                a.put(index, -a.get(index));
            }
        }
        return true;
    }

    /** Solves a triangular system with L: {@code x}, [rows, columns], becomes op(L)^-1 x, or x op(L)^-1. */
    private void solve(int side, int transposed, int rows, int columns, FloatPointer l, FloatPointer x) {
        if (rows > 0 && columns > 0) {
            cblas_strsm(CblasColMajor, side, CblasLower, transposed, CblasNonUnit, rows, columns, 1, l, n, x, n);
        }
    }

    /** The address of an element; the offset may be above 2^31. */
    private FloatPointer at(int row, int column) {
        return matrix.getPointer((long) column * n + row);
    }

    private void negateAndMirror() {
        int tiles = (n + TILE - 1) / TILE;
        FloatIndexer a = FloatIndexer.create(matrix);
        IntStream.range(0, tiles).parallel().forEach(tile -> {
            int end = Math.min(n, (tile + 1) * TILE);
            for (int first = 0; first < end; first += TILE) {
                for (int row = tile * TILE; row < end; row++) {
                    for (int column = first; column < Math.min(row + 1, first + TILE); column++) {
                        float value = -a.get((long) column * n + row);
                        a.put((long) column * n + row, value);
                        a.put((long) row * n + column, value);
                    }
                }
            }
        });
    }
}
