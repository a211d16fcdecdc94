package multvae.spark;

import java.util.Locale;
import multvae.io.UserError;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.network.util.JavaUtils;

/**
 * Java's heap where tasks run.
 *
 * @param here whether they run in this process
 * @param bytes of an executor
 * @param tasks that run there at once
 */
record ExecutorHeap(boolean here, long bytes, int tasks) {

    /** What Spark itself takes, bytes. */
    static final long BESIDE = 300_000_000;

    private static final double MEGABYTE = 1e6;
    private static final String CORES = "spark.executor.cores";

    static ExecutorHeap of(JavaSparkContext spark) {
        Cluster cluster = new Cluster(spark);
        int slots = cluster.slots();
        if (cluster.isHere()) {
            return new ExecutorHeap(true, Runtime.getRuntime().maxMemory(), Math.max(1, slots));
        }
        int executors = cluster.executors();
        int known = spark.getConf().getInt(CORES, 0) / spark.getConf().getInt("spark.task.cpus", 1);
        return new ExecutorHeap(
                false,
                JavaUtils.byteStringAsBytes(spark.getConf().get("spark.executor.memory", "1g")),
                Math.max(1, known > 0 ? known : (slots + executors - 1) / executors));
    }

    /**
     * Refuses a heap that is too small.
     *
     * @param need bytes
     * @param of what takes them: {@code the model}
     */
    void require(long need, String of) {
        if (bytes < need) {
            throw new UserError(
                    here ? "Java's heap" : "spark.executor.memory",
                    megabytes(need) + " for " + of,
                    megabytes(bytes),
                    here ? "raise it with -Xmx" : "raise it: spark-submit --executor-memory");
        }
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.0f MB", Math.ceil(bytes / MEGABYTE));
    }
}
