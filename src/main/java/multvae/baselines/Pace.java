package multvae.baselines;

import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** How long a task takes of which every share takes the same time, measured once, from its first block to its second. */
final class Pace {

    private static final double NANOSECONDS = 1e9;

    private final LongSupplier clock;

    private int blocks;
    private double firstShare;
    private long firstTime;

    /** @param clock in nanoseconds, as {@link System#nanoTime} */
    Pace(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * A block is done. The first one is not measured, since libraries are loaded in it.
     *
     * @param share of the task that is done, above that of the block before
     * @return the seconds that the whole task takes, after the second block; empty after every other one
     */
    OptionalDouble measure(double share) {
        long now = clock.getAsLong();
        blocks++;
        if (blocks == 1) {
            firstShare = share;
            firstTime = now;
        }
        return blocks == 2
                ? OptionalDouble.of((now - firstTime) / NANOSECONDS / (share - firstShare))
                : OptionalDouble.empty();
    }
}
