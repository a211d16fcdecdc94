package multvae.baselines;

import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** How long a task takes of which every share takes the same time, measured once: what is left, from its second block. */
final class Pace {

    private static final double NANOSECONDS = 1e9;

    private final LongSupplier clock;
    private final long start;

    private int blocks;
    private double firstShare;
    private long firstTime;

    /**
     * Of a task that begins now.
     *
     * @param clock in nanoseconds, as {@link System#nanoTime}
     */
    Pace(LongSupplier clock) {
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    /**
     * A block is done. The first one says nothing of the others, since libraries are loaded in it. A short one says little, as each
     * block costs something whatever its share: so only what is left is reckoned from it, and what is done is taken as it was.
     *
     * @param share of the task that is done, above that of the block before
     * @return the seconds that the whole task takes, after the second block unless it is the last; empty after every other one
     */
    OptionalDouble measure(double share) {
        long now = clock.getAsLong();
        blocks++;
        if (blocks == 1) {
            firstShare = share;
            firstTime = now;
        }
        if (blocks != 2 || share >= 1) {
            return OptionalDouble.empty();
        }
        double left = (now - firstTime) / (share - firstShare) * (1 - share);
        return OptionalDouble.of((now - start + left) / NANOSECONDS);
    }
}
