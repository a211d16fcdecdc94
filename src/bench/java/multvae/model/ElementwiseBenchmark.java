package multvae.model;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import multvae.weights.Tanh;
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

/** The exponentials and tanh of a step, beside those of {@link Math}: one user's row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ElementwiseBenchmark {

    private static final int ITEMS = 19_624;
    private static final int HIDDEN = 600;

    private final Softmax softmax = new Softmax();
    private final float[] drawnLogits = new float[ITEMS];
    private final float[] logits = new float[ITEMS];
    private final float[] drawnHidden = new float[HIDDEN];
    private final float[] hidden = new float[HIDDEN];

    /** Logits and hidden values as of a model that has been trained a little. */
    @Setup
    public void draw() {
        Random random = new Random(1);
        for (int i = 0; i < ITEMS; i++) {
            drawnLogits[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < HIDDEN; i++) {
            drawnHidden[i] = (float) random.nextGaussian();
        }
    }

    /** What a step does. */
    @Benchmark
    public double exponentials() {
        System.arraycopy(drawnLogits, 0, logits, 0, ITEMS);
        return softmax.exponentials(logits, ITEMS, 5);
    }

    /** The same by Math.exp. */
    @Benchmark
    public double exponentialsByMath() {
        double sum = 0;
        for (int i = 0; i < ITEMS; i++) {
            logits[i] = (float) Math.exp(drawnLogits[i] - 5);
            sum += logits[i];
        }
        return sum;
    }

    /** What a step does. */
    @Benchmark
    public float[] tanh() {
        System.arraycopy(drawnHidden, 0, hidden, 0, HIDDEN);
        Tanh.apply(hidden, 0, HIDDEN);
        return hidden;
    }

    /** The same by Math.tanh. */
    @Benchmark
    public float[] tanhByMath() {
        for (int i = 0; i < HIDDEN; i++) {
            hidden[i] = (float) Math.tanh(drawnHidden[i]);
        }
        return hidden;
    }
}
