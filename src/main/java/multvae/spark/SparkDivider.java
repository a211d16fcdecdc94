package multvae.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import multvae.config.PreprocessSettings;
import multvae.config.SplitSettings;
import multvae.ids.IdList;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.split.Filter;
import multvae.split.GivenSplit;
import multvae.split.SplitRules;
import multvae.split.SplitStatistics;
import multvae.stages.Divider;
import multvae.stages.EventSource;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;

/**
 * Divides ratings on executors, byte for byte as {@link multvae.split.Split} does.
 *
 * <p>The driver holds arrays over users and over items, and their ids, never over events. It draws what is random, from users and
 * counts, and sends it out.
 */
final class SparkDivider implements Divider {

    private final JavaSparkContext spark;
    private final int partitions;

    /** @param partitions into how many parts users and rows are divided; the result does not depend on it */
    SparkDivider(JavaSparkContext spark, int partitions) {
        this.spark = spark;
        this.partitions = partitions;
    }

    @Override
    public Divided divide(EventSource source, PreprocessSettings settings, Path directory) throws IOException {
        Shards shards = Shards.read(spark, partitions, List.of(rows(source)));
        int itemCount = shards.itemIds().size();
        int[] itemCounts = Aggregates.sum(shards.all().map(shard -> shard.itemCounts(itemCount)));
        BitSet frequentItems = new BitSet();
        IntStream.range(0, itemCount)
                .filter(item -> itemCounts[item] >= settings.minItemEvents())
                .forEach(frequentItems::set);
        int minUserEvents = settings.minUserEvents();
        JavaRDD<Shard> frequent = shards.all()
                .map(shard -> shard.frequent(frequentItems, minUserEvents))
                .persist(StorageLevel.MEMORY_AND_DISK());
        EventCounts counts = EventCounts.of(shards, frequent);
        if (Arrays.stream(counts.perUser()).allMatch(count -> count == 0)) {
            throw SplitRules.noneFrequent(settings, shards.explicit(), shards.rows());
        }
        Divisions divisions = settings.split().type() == SplitSettings.Type.TIME
                ? new EveryUserDivider(shards, TimeDivider.parts(frequent, settings.split()), GivenSplit.Places.NONE)
                        .divide(settings.split())
                : new UsersDivider(shards, frequent).divide(settings, counts.perUser());
        return written(divisions, shards, Arrays.stream(itemCounts).sum(), counts, settings, directory);
    }

    @Override
    public Divided divideGiven(Map<Part, EventSource> parts, PreprocessSettings settings, Path directory)
            throws IOException {
        Shards shards = Shards.read(
                spark, partitions, parts.values().stream().map(this::rows).toList());
        JavaRDD<Shard> divided = GivenDivider.parts(shards, List.copyOf(parts.keySet()), settings.splitSeed())
                .persist(StorageLevel.MEMORY_AND_DISK());
        EventCounts counts = EventCounts.of(shards, divided);
        GivenSplit.Places places = (part, user, item) -> rows(parts.get(part)).place(user, item);
        Divisions divisions = new EveryUserDivider(shards, divided, places).divide(settings.split());
        return written(divisions, shards, counts.all(), counts, settings, directory);
    }

    /**
     * Writes the matrices.
     *
     * @param aboveThreshold how many events there were before some were dropped
     * @param counts of those that were kept
     */
    private Divided written(
            Divisions divisions,
            Shards shards,
            int aboveThreshold,
            EventCounts counts,
            PreprocessSettings settings,
            Path directory)
            throws IOException {
        int[] columnOfItem = divisions.columnOfItem();
        IdList itemIds = shards.itemIds().select(Filter.items(columnOfItem));
        new DivisionWriter(spark, divisions, partitions).write(itemIds.size(), directory);
        Map<Part, IdList> users = new EnumMap<>(Part.class);
        divisions
                .users()
                .forEach((part, own) -> users.put(part, shards.userIds().select(own)));
        return new Divided(
                shards.explicit(),
                itemIds,
                shards.titles(),
                new UserIndex(users),
                SplitStatistics.of(
                        settings.split().type(),
                        new SplitStatistics.RowCounts(shards.rows(), shards.repeated(), aboveThreshold),
                        counts.perUser(),
                        counts.perItem(),
                        itemIds.size(),
                        divisions.kept()));
    }

    private Source rows(EventSource source) {
        if (source instanceof EventSource.CatalogueTable table) {
            return new CatalogueSource(table.reader(), table.name());
        }
        return source instanceof EventSource.ParquetFiles
                ? new ParquetSource(spark, source.reader(), source.files())
                : new TextSource(spark, source.reader(), source.files());
    }
}
