package multvae.weights;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import multvae.weights.Architecture.Layer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The last layer as recommend and serve compute it, on all processors: 600 hidden values to 19,624 logits. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class PlainLayerBenchmark {

    private static final int HIDDEN = 600;
    private static final int ITEMS = 19_624;

    /** How many users at once: one is a single request. */
    @Param({"1", "8", "32", "256"})
    private int users;

    /** By HotSpot alone, or in the Vector API. */
    @Param({"loop", "vector"})
    private String kernel;

    private PlainLayer layer;
    private float[] hidden;
    private float[] logits;

    /** Hidden values; the weights are zero, which takes no less time. */
    @Setup
    public void fill() {
        Kernel.Maker kernels = kernel.equals("loop") ? Kernels.LOOP : Kernels.FASTEST;
        if (kernel.equals("vector") && kernels == Kernels.LOOP) {
            throw new IllegalStateException("this JVM has no faster kernel than the loop");
        }
        layer = new PlainLayer(new Layer(3, "p1", HIDDEN, ITEMS, true, false, 0), ITEMS, kernels);
        hidden = new float[users * HIDDEN];
        Arrays.fill(hidden, 0.5f);
        logits = new float[users * ITEMS];
    }

    /** 2 * users * 600 * 19,624 floating point operations. */
    @Benchmark
    public float[] apply() {
        layer.apply(hidden, users, logits);
        return logits;
    }
}
