package multvae.spark;

import multvae.io.UserError;
import multvae.stages.TrainMatrices;
import multvae.training.MemoryNeed;
import multvae.training.WorkerTask;
import multvae.training.Workers;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers that are tasks: as many as there are run at once, in a barrier stage for each round.
 *
 * @param everything whether the validation events are trained on as well
 */
record SparkWorkers(JavaSparkContext spark, TrainMatrices matrices, int count, boolean everything) implements Workers {

    private static final Logger LOG = LoggerFactory.getLogger(SparkWorkers.class);
    private static final String DYNAMIC = "spark.dynamicAllocation.enabled";

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
        int slots = new Cluster(spark).awaitSlots(count);
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

    @Override
    public Workers onEverything() {
        return new SparkWorkers(spark, matrices, count, true);
    }

    @Override
    public Crew begin(WorkerTask task) {
        MemoryNeed need = task.need();
        LOG.info(
                "{} workers; each has {}, and {} of Java's heap",
                count,
                need,
                ExecutorHeap.megabytes(need.heapBytes()));
        if (!spark.isLocal()) {
            ExecutorHeap.of(spark).require(need.heapBytes(), "a worker");
        }
        return new SparkCrew(spark, task, matrices, everything);
    }
}
