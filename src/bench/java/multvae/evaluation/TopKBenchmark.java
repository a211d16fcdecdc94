package multvae.evaluation;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import multvae.matrix.CsrMatrix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A user's 100 best of 19,624 items. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TopKBenchmark {

    private static final int ITEMS = 19_624;

    private final TopK topK = new TopK(100);
    private final float[] scores = new float[ITEMS];
    private CsrMatrix foldIn;

    /** Scores in no order, and 72 items that the user has. */
    @Setup
    public void draw() {
        Random random = new Random(1);
        for (int i = 0; i < ITEMS; i++) {
            scores[i] = (float) random.nextGaussian();
        }
        foldIn = new CsrMatrix(
                ITEMS,
                new int[] {0, 72},
                random.ints(0, ITEMS).distinct().limit(72).sorted().toArray());
    }

    /** As evaluate, recommend and serve rank. */
    @Benchmark
    public int rank() {
        return topK.rank(scores, 0, foldIn, 0);
    }
}
