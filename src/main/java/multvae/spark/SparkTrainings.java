package multvae.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.training.Divergence;
import multvae.training.ParallelTrainings;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trainings on executors, a task each. In this process they would share ND4J's threads, so there they are left to be done one by one; so
 * are trainings that take several executors each.
 */
final class SparkTrainings implements ParallelTrainings {

    private static final Logger LOG = LoggerFactory.getLogger(SparkTrainings.class);

    private final JavaSparkContext spark;

    SparkTrainings(JavaSparkContext spark) {
        this.spark = spark;
    }

    @Override
    public boolean train(RunDirectory run, List<Training> trainings, Map<String, Object> environment, boolean force)
            throws IOException {
        if (spark.isLocal()
                || trainings.stream()
                        .anyMatch(training ->
                                training.settings().train().parallel().workers() > 1)) {
            return false;
        }
        Path root = run.root().toAbsolutePath();
        InputFiles.check(spark, List.of(root.resolve(RunLayout.TRAIN_MATRIX.name())));
        List<TrainTask> tasks = trainings.stream()
                .map(training -> new TrainTask(
                        root.toString(),
                        training.branch(),
                        training.settings().render(),
                        training.until(),
                        new HashMap<>(environment),
                        force))
                .toList();
        LOG.info("{} trainings side by side on the executors", tasks.size());
        List<Attempt<String>> results =
                spark.parallelize(tasks, tasks.size()).map(TrainTask::train).collect();
        for (int task = 0; task < tasks.size(); task++) {
            Attempt<String> result = results.get(task);
            if (result.error().filter(Divergence.class::isInstance).isPresent()) {
                LOG.info("{}: it diverges", tasks.get(task).branch());
            } else {
                result.orThrow();
            }
        }
        return true;
    }
}
