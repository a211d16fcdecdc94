package multvae.io;

/** The end of this process. */
public final class ProcessEnd {

    private ProcessEnd() {}

    /**
     * Whether it has begun, because of a signal or an exit. What is thrown from then on may be no mistake: Spark, for one, ends its jobs
     * so.
     */
    public static boolean hasBegun() {
        Thread probe = new Thread(() -> {}, "probe");
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true; // no hook is taken any more
        }
    }
}
