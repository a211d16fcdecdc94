package multvae.spark;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import multvae.baselines.ItemPairs;
import multvae.stages.Catalogue;
import multvae.stages.Divider;
import multvae.stages.Engine;
import multvae.stages.FitEvents;
import multvae.stages.Lister;
import multvae.stages.TrainMatrices;
import multvae.training.ParallelTrainings;
import multvae.training.Workers;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Apache Spark. */
final class SparkEngine implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(SparkEngine.class);
    private static final int PARTITIONS_PER_CORE = 3; // so that cores that are done early get more to do

    private final JavaSparkContext spark;
    private final Cluster cluster;
    private final OptionalInt configured;
    private final int partitions;

    SparkEngine(JavaSparkContext spark, OptionalInt partitions) {
        this.spark = spark;
        this.cluster = new Cluster(spark);
        cluster.await();
        this.configured = partitions;
        this.partitions = partitions.orElse(PARTITIONS_PER_CORE * spark.defaultParallelism());
        LOG.info(
                "Spark {} at {}, {} partitions{}",
                spark.version(),
                spark.master(),
                this.partitions,
                spark.sc().uiWebUrl().map(url -> ", its page: " + url).getOrElse(() -> ""));
    }

    @Override
    public Divider divider() {
        return new SparkDivider(spark, partitions);
    }

    @Override
    public Optional<Lister> lister() {
        return Optional.of(new SparkLister(spark, configured, partitions));
    }

    @Override
    public Optional<Catalogue> catalogue() {
        return Optional.of((reader, table) -> new CatalogueSource(reader, table).content());
    }

    @Override
    public ParallelTrainings trainings() {
        return new SparkTrainings(spark);
    }

    @Override
    public Workers workers(TrainMatrices matrices, int count) {
        return SparkWorkers.of(spark, matrices, count);
    }

    @Override
    public Optional<ItemPairs> pairs(FitEvents events) {
        InputFiles.check(spark, events.files());
        return Optional.of(new SparkPairs(spark, partitions, events));
    }

    @Override
    public Map<String, Object> environment() {
        Map<String, Object> environment = new TreeMap<>();
        environment.put("engine", "Spark " + spark.version());
        environment.put("spark.master", spark.master());
        environment.put("spark.executors", cluster.executors());
        environment.put("spark.parallelism", spark.defaultParallelism());
        environment.put("spark.partitions", partitions);
        return environment;
    }

    @Override
    public void close() {
        spark.close();
    }
}
