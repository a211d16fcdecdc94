package multvae.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InPlaceInverseTest {

    private static final int BLOCK = 16;

    /** The matrix of co-occurrences of 4 n users who have each item with its own probability, plus 3 on the diagonal. */
    private static double[][] positiveDefinite(int n) {
        Random random = new Random(n);
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            matrix[i][i] = 3;
        }
        for (int user = 0; user < 4 * n; user++) {
            int taste = random.nextInt(3); // so that items of the same taste are not independent
            boolean[] has = new boolean[n];
            for (int i = 0; i < n; i++) {
                has[i] = random.nextDouble() < (i % 3 == taste ? 0.6 : 0.1) * (i + 1) / n;
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    matrix[i][j] += has[i] && has[j] ? 1 : 0;
                }
            }
        }
        return matrix;
    }

    /** Gauss and Jordan's method in double precision, row by row, with the identity beside the matrix. */
    private static double[][] inverse(double[][] matrix) {
        int n = matrix.length;
        double[][] wide = new double[n][2 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix[i], 0, wide[i], 0, n);
            wide[i][n + i] = 1;
        }
        for (int pivot = 0; pivot < n; pivot++) {
            double divisor = wide[pivot][pivot];
            for (int j = 0; j < 2 * n; j++) {
                wide[pivot][j] /= divisor;
            }
            for (int i = 0; i < n; i++) {
                double factor = wide[i][pivot];
                if (i != pivot) {
                    for (int j = 0; j < 2 * n; j++) {
                        wide[i][j] -= factor * wide[pivot][j];
                    }
                }
            }
        }
        double[][] inverse = new double[n][n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(wide[i], n, inverse[i], 0, n);
        }
        return inverse;
    }

    private static FloatPointer floats(double[][] matrix) {
        int n = matrix.length;
        FloatPointer floats = new FloatPointer((long) n * n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                floats.put((long) i * n + j, (float) matrix[i][j]);
            }
        }
        return floats;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "2, 1",
        "5, 1",
        "1, 16",
        "15, 16",
        "16, 16",
        "17, 16",
        "31, 16",
        "32, 16",
        "33, 16",
        "55, 16",
        "70, 1000"
    })
    void is_the_inverse_in_double_precision(int n, int block) {
        assertInverted(n, block);
    }

    private static void assertInverted(int n, int block) {
        double[][] matrix = positiveDefinite(n);
        double[][] expected = inverse(matrix);
        double largest = 0;
        for (double[] row : expected) {
            for (double value : row) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        try (FloatPointer actual = floats(matrix)) {
            assertThat(new InPlaceInverse(actual, n, block).invert(share -> {})).isTrue();
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    assertThat((double) actual.get((long) i * n + j))
                            .as("row " + i + ", column " + j)
                            .isCloseTo(expected[i][j], within(3e-6 * largest));
                }
            }
        }
    }

    /** One block of an odd number of columns, and several. */
    static final class InOneThread {

        private InOneThread() {}

        public static void main(String[] arguments) {
            assertInverted(133, 1000);
            assertInverted(277, 140);
        }
    }

    @Test
    void is_the_inverse_in_a_process_with_one_thread_for_openblas() throws Exception {
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        InOneThread.class.getName())
                .redirectErrorStream(true);
        java.environment().put("OMP_NUM_THREADS", "1");
        Process process = java.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void across_the_tiles_of_the_mirror_both_triangles_are_the_same() {
        int n = 150; // three tiles, the last one not full
        double[][] matrix = positiveDefinite(n);
        double[][] expected = inverse(matrix);
        try (FloatPointer actual = floats(matrix)) {
            new InPlaceInverse(actual, n, 64).invert(share -> {});
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    float value = actual.get((long) i * n + j);
                    assertThat(value).isEqualTo(actual.get((long) j * n + i));
                    assertThat((double) value).isCloseTo(expected[i][j], within(1e-6));
                }
            }
        }
    }

    @Test
    void only_one_triangle_is_read() {
        // Rows of the matrix are columns for LAPACK: what it reads is the upper triangle by rows.
        double[][] matrix = positiveDefinite(33);
        double[][] expected = inverse(matrix);
        for (int i = 0; i < 33; i++) {
            for (int j = 0; j < i; j++) {
                matrix[i][j] = Double.NaN;
            }
        }
        try (FloatPointer actual = floats(matrix)) {
            assertThat(new InPlaceInverse(actual, 33, BLOCK).invert(share -> {}))
                    .isTrue();
            assertThat((double) actual.get(33 * 20 + 3)).isCloseTo(expected[20][3], within(1e-5));
        }
    }

    @Test
    void says_after_each_block_what_share_is_done() {
        List<Double> shares = new ArrayList<>();
        try (FloatPointer matrix = floats(positiveDefinite(40))) {
            new InPlaceInverse(matrix, 40, BLOCK).invert(shares::add);
        }
        assertThat(shares).containsExactly(16 / 40.0, 32 / 40.0, 1.0);
    }

    @ParameterizedTest
    @CsvSource({"0, -1", "15, -1", "16, -1", "39, -1", "20, NaN"})
    void a_matrix_that_is_not_positive_definite_is_refused(int at, double diagonal) {
        double[][] matrix = positiveDefinite(40);
        matrix[at][at] = diagonal;
        List<Double> shares = new ArrayList<>();
        try (FloatPointer floats = floats(matrix)) {
            assertThat(new InPlaceInverse(floats, 40, BLOCK).invert(shares::add))
                    .isFalse();
        }
        assertThat(shares).hasSize(at / BLOCK);
    }
}
