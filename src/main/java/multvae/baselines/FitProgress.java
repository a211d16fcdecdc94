package multvae.baselines;

/** Hears how far the fit of a baseline is. It is called on the thread of the fit, which waits for it. */
public interface FitProgress {

    /** Hears nothing. */
    FitProgress NONE = new FitProgress() {};

    /**
     * The first blocks are done, so it is known how long all of them take. Not called if these are all.
     *
     * @param baseline its name in the configuration
     * @param items the items that it is fitted to
     * @param bytes what it takes outside of the heap, 0 if nothing
     * @param seconds what all blocks take, those that are done included
     */
    default void estimated(String baseline, int items, long bytes, double seconds) {}

    /**
     * A block is done.
     *
     * @param share of the arithmetic that is done, grows up to 1
     */
    default void advanced(double share) {}

    /** The fit is over: it is done, or it has failed. */
    default void ended() {}
}
