package multvae.spark;

import java.time.Duration;
import java.util.Locale;
import multvae.io.UserError;
import multvae.stages.TrainMatrices;
import multvae.training.MemoryNeed;
import multvae.training.WorkerTask;
import multvae.training.Workers;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.network.util.JavaUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers that are tasks: as many as there are run at once, in a barrier stage for each round.
 *
 * @param everything whether the validation events are trained on as well
 */
record SparkWorkers(JavaSparkContext spark, TrainMatrices matrices, int count, boolean everything) implements Workers {

    private static final Logger LOG = LoggerFactory.getLogger(SparkWorkers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30); // until executors have registered
    private static final int PAUSE_MILLIS = 100;
    private static final String DYNAMIC = "spark.dynamicAllocation.enabled";
    private static final double GIGABYTE = 1e9;

    /**
     * Looks for as many workers.
     *
     * @throws UserError if there are fewer, or they do not see the files
     */
    static SparkWorkers of(JavaSparkContext spark, TrainMatrices matrices, int count) {
        if (spark.getConf().getBoolean(DYNAMIC, false)) {
            throw new UserError(
                    "spark.dynamicAllocation.enabled",
                    "false for train.workers = " + count + ": all workers have to be there at once",
                    "true",
                    "set it to false, and spark.executor.instances to " + count);
        }
        int slots = slots(spark, count);
        if (slots < count) {
            throw new UserError(
                    "train.workers",
                    "at most as many as Spark runs tasks at once",
                    count + " for " + slots + (slots == 1 ? " task" : " tasks") + " at " + spark.master(),
                    "lower it, or give the cluster more executors or cores (cluster.master = local[" + count
                            + "] in this process)");
        }
        InputFiles.check(spark, matrices.files());
        return new SparkWorkers(spark, matrices, count, false);
    }

    /** How many tasks run at once; waits for executors that are still starting. */
    private static int slots(JavaSparkContext spark, int enough) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int slots = slots(spark);
        while (slots < enough && !spark.isLocal() && System.nanoTime() < end) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return slots;
            }
            slots = slots(spark);
        }
        return slots;
    }

    private static int slots(JavaSparkContext spark) {
        return spark.sc()
                .maxNumConcurrentTasks(spark.sc().resourceProfileManager().defaultResourceProfile());
    }

    @Override
    public Workers onEverything() {
        return new SparkWorkers(spark, matrices, count, true);
    }

    @Override
    public Crew begin(WorkerTask task) {
        MemoryNeed need = task.need();
        String heap = gigabytes(need.heapBytes());
        LOG.info("{} workers; each has {}, and {} of Java's heap", count, need, heap);
        if (!spark.isLocal()) {
            long given = JavaUtils.byteStringAsBytes(spark.getConf().get("spark.executor.memory", "1g"));
            if (given < need.heapBytes()) {
                throw new UserError(
                        "spark.executor.memory",
                        heap + " for a worker",
                        gigabytes(given),
                        "raise it: spark-submit --executor-memory");
            }
        }
        return new SparkCrew(spark, task, matrices, everything);
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f GB", bytes / GIGABYTE);
    }
}
