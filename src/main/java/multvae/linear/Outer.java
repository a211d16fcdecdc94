package multvae.linear;

/** Adds h h^T for many vectors h to a symmetric matrix, of which it has the upper triangle: four vectors at once, in double precision. */
final class Outer {

    private final int d;
    private final double[] vectors; // [4, d]
    private int waiting;

    Outer(int d) {
        this.d = d;
        this.vectors = new double[4 * d];
    }

    /**
     * Adds a vector's part of some rows, now or with one of the next three vectors.
     *
     * @param factors has h at [offset, offset + d)
     * @param matrix [d, d], row-major
     */
    void add(float[] factors, int offset, double[] matrix, int from, int to) {
        for (int k = 0; k < d; k++) {
            vectors[waiting * d + k] = factors[offset + k];
        }
        if (++waiting == 4) {
            for (int row = from; row < to; row++) {
                int first = aligned(row);
                add4(
                        matrix,
                        row * d + first,
                        d - first,
                        vectors,
                        first,
                        d,
                        vectors[row],
                        vectors[d + row],
                        vectors[2 * d + row],
                        vectors[3 * d + row]);
            }
            waiting = 0;
        }
    }

    /**
     * The first column of a row that is computed: at most 7 below the diagonal, where nobody reads, so that a line of the
     * processor's cache is not begun in its middle.
     */
    static int aligned(int row) {
        return row & -8;
    }

    /** Adds the vectors that wait. */
    void flush(double[] matrix, int from, int to) {
        for (int n = 0; n < waiting; n++) {
            for (int row = from; row < to; row++) {
                double factor = vectors[n * d + row];
                for (int k = aligned(row); k < d; k++) {
                    matrix[row * d + k] += factor * vectors[n * d + k];
                }
            }
        }
        waiting = 0;
    }

    /**
     * sums[at + k] += a x[from + k] + b x[from + stride + k] + ... for k below {@code width}. HotSpot makes vector instructions
     * of this loop as it stands.
     */
    static void add4(
            double[] sums,
            int at,
            int width,
            double[] x,
            int from,
            int stride,
            double a,
            double b,
            double c,
            double d) {
        int second = from + stride;
        int third = second + stride;
        int fourth = third + stride;
        for (int k = 0; k < width; k++) {
            sums[at + k] += a * x[from + k] + b * x[second + k] + c * x[third + k] + d * x[fourth + k];
        }
    }
}
