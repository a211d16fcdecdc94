package multvae.baselines;

import java.util.concurrent.TimeUnit;
import multvae.bench.SyntheticData;
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

/** item-kNN's neighbours on 20,000 generated users of 5,000 items. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(1)
public class CoOccurrenceBenchmark {

    private CsrMatrix train;

    /** About 70 items for each user. */
    @Setup
    public void generate() {
        train = SyntheticData.matrix(20_000, 5_000, 1_400_000);
    }

    /** By the cosine, as evaluate's default has it. */
    @Benchmark
    public ItemKnn cosine() {
        return new ItemKnn(new CoOccurrence(train), 100, new ItemKnn.Similarity(10, 0.5, 0));
    }

    /** With users who count by their activity. */
    @Benchmark
    public ItemKnn damped() {
        return new ItemKnn(new CoOccurrence(train), 100, new ItemKnn.Similarity(10, 0.35, 0.75));
    }
}
