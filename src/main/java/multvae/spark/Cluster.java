package multvae.spark;

import java.time.Duration;
import org.apache.spark.api.java.JavaSparkContext;

/** What a cluster has at the moment: executors register one after the other once Spark has started. */
final class Cluster {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SETTLED = Duration.ofSeconds(1); // without another one, and all are taken to be there
    private static final int PAUSE_MILLIS = 100;

    private final JavaSparkContext spark;

    Cluster(JavaSparkContext spark) {
        this.spark = spark;
    }

    /** Whether it is this process. */
    boolean isHere() {
        return spark.isLocal();
    }

    /** How many executors there are, at least one. */
    int executors() {
        int withDriver = spark.sc().statusTracker().getExecutorInfos().length;
        return Math.max(1, withDriver - 1);
    }

    /** How many tasks run at once. */
    int slots() {
        return spark.sc()
                .maxNumConcurrentTasks(spark.sc().resourceProfileManager().defaultResourceProfile());
    }

    /** Waits until executors have registered and no more come, half a minute at the most. */
    void await() {
        long start = System.nanoTime();
        long changed = start;
        int slots = slots();
        while (!isHere()
                && System.nanoTime() - start < PATIENCE.toNanos()
                && (slots == 0 || System.nanoTime() - changed < SETTLED.toNanos())
                && pause()) {
            int now = slots();
            changed = now == slots ? changed : System.nanoTime();
            slots = now;
        }
    }

    /** Waits until so many tasks run at once, half a minute at the most; how many do. */
    int awaitSlots(int enough) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (slots() < enough && !isHere() && System.nanoTime() < end && pause()) {
            // another one may have registered
        }
        return slots();
    }

    /** Whether to go on waiting. */
    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
