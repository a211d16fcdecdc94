package multvae.baselines;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.nd4j.linalg.factory.Nd4j;

/** The inverse of EASE's matrix; numpy's is in src/bench/python/numpy_inverse.py. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
public class InverseBenchmark {

    /** Rows and columns. */
    @Param({"4000", "8000"})
    public int items;

    private FloatPointer matrix;

    /** A symmetric matrix whose diagonal outweighs the rest of a row, so that it is positive definite. */
    @Setup(Level.Invocation)
    public void draw() {
        Nd4j.getExecutioner(); // loads OpenBLAS
        matrix = new FloatPointer((long) items * items);
        SplittableRandom random = new SplittableRandom(1);
        for (int column = 0; column < items; column++) {
            for (int row = column; row < items; row++) {
                float value = row == column ? items : random.nextFloat();
                matrix.put((long) column * items + row, value);
                matrix.put((long) row * items + column, value);
            }
        }
    }

    /** Frees it at once. */
    @TearDown(Level.Invocation)
    public void free() {
        matrix.close();
    }

    /** In place. */
    @Benchmark
    public boolean invert() {
        return new InPlaceInverse(matrix, items, InPlaceInverse.BLOCK).invert(share -> {});
    }
}
