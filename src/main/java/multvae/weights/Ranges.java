package multvae.weights;

import java.util.stream.IntStream;

/**
 * Work on 0 .. n - 1 in a fixed number of parts, done in parallel by the common fork-join pool. The parts do not depend
 * on the number of threads, so that sums over a part, added up in the parts' order, are always the same.
 */
public final class Ranges {

    /** Several for each of a few threads, so that one that is held up delays the whole by little. */
    public static final int PARTS = 32;

    /** What is done with elements {@code from} to {@code to}, exclusive; {@code part} is below {@link #PARTS}. */
    public interface Work {
        void on(int part, int from, int to);
    }

    /** As {@link Work}, for a number of elements that may be above 2^31. */
    public interface LongWork {
        void on(int part, long from, long to);
    }

    private Ranges() {}

    public static void parallel(int n, Work work) {
        parallelLong(n, (part, from, to) -> work.on(part, (int) from, (int) to));
    }

    public static void parallelLong(long n, LongWork work) {
        IntStream.range(0, PARTS).parallel().forEach(part -> work.on(part, n * part / PARTS, n * (part + 1) / PARTS));
    }
}
