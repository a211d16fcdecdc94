package multvae.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;
import multvae.config.PreprocessSettings;
import multvae.config.SplitSettings;
import multvae.ids.IdList;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.split.SplitRules;
import multvae.split.SplitStatistics;
import multvae.stages.Divider;
import multvae.stages.EventSource;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

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

    /** The parts' users, by row, with what makes the matrices. */
    static final class Divisions {

        private final JavaRDD<Shard> shards;
        private final Division division;
        private final Map<Part, int[]> users;
        private final int[] columnOfItem;
        private final int kept;

        /** @param shards what the division is of */
        Divisions(JavaRDD<Shard> shards, Division division, Map<Part, int[]> users, int[] columnOfItem, int kept) {
            this.shards = shards;
            this.division = division;
            this.users = users;
            this.columnOfItem = columnOfItem;
            this.kept = kept;
        }

        JavaRDD<Shard> shards() {
            return shards;
        }

        Division division() {
            return division;
        }

        Map<Part, int[]> users() {
            return users;
        }

        int[] columnOfItem() {
            return columnOfItem;
        }

        int kept() {
            return kept;
        }

        int rows(Matrix matrix) {
            return users.get(matrix.part()).length;
        }
    }

    @Override
    public Divided divide(EventSource source, PreprocessSettings settings, Path directory) throws IOException {
        Shards shards = Shards.read(spark, partitions, rows(source));
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
        int[] eventsPerUser =
                Aggregates.byUser(frequent, Shard::userCounts, shards.userIds().size());
        int[] eventsPerItem = Aggregates.sum(frequent.map(shard -> shard.itemCounts(itemCount)));
        if (Arrays.stream(eventsPerUser).allMatch(count -> count == 0)) {
            throw SplitRules.noneFrequent(settings, shards.explicit(), shards.rows());
        }
        Divisions divisions = settings.split().type() == SplitSettings.Type.TIME
                ? new TimeDivider(shards, frequent).divide(settings.split(), eventsPerUser)
                : new UsersDivider(shards, frequent).divide(settings, eventsPerUser);
        int[] columnOfItem = divisions.columnOfItem();
        IdList itemIds = shards.itemIds().select(SplitRules.items(columnOfItem));
        write(divisions, itemIds.size(), directory);
        Map<Part, IdList> users = new EnumMap<>(Part.class);
        divisions
                .users()
                .forEach((part, own) -> users.put(part, shards.userIds().select(own)));
        return new Divided(
                itemIds,
                shards.titles(),
                new UserIndex(users),
                SplitStatistics.of(
                        settings.split().type(),
                        new SplitStatistics.Rows(
                                shards.rows(),
                                shards.repeated(),
                                Arrays.stream(itemCounts).sum()),
                        eventsPerUser,
                        eventsPerItem,
                        itemIds.size(),
                        divisions.kept()));
    }

    private Source rows(EventSource source) {
        if (source.table().isPresent()) {
            return new CatalogueSource(source.reader(), source.table().get());
        }
        return source.isParquet()
                ? new ParquetSource(spark, source.reader(), source.files())
                : new TextSource(spark, source.reader(), source.files());
    }

    private void write(Divisions divisions, int columns, Path directory) throws IOException {
        Runs runs =
                Runs.of(Arrays.stream(Matrix.values()).mapToInt(divisions::rows).toArray(), partitions);
        Broadcast<Division> division = spark.broadcast(divisions.division());
        JavaPairRDD<Integer, RowSet> pieces =
                divisions.shards().flatMapToPair(shard -> pieces(shard, division.value(), runs));
        JavaRDD<RowSet> merged = pieces.groupByKey(new HashPartitioner(runs.all()))
                .map(run -> RowSet.merge(run._2()))
                .mapPartitionsWithIndex((index, sets) -> RowSet.orEmpty(sets), true)
                .persist(StorageLevel.MEMORY_AND_DISK());
        merged.count(); // all at once: the driver then fetches them one by one
        Iterator<RowSet> sets = merged.toLocalIterator();
        for (Matrix matrix : Matrix.values()) {
            MatrixFiles.write(matrix.in(directory), divisions.rows(matrix), columns, sets, runs.of(matrix));
        }
        merged.unpersist();
    }

    /** A shard's rows, by run. */
    private static Iterator<Tuple2<Integer, RowSet>> pieces(Shard shard, Division division, Runs runs) {
        RowSet.Builder[] builders = new RowSet.Builder[runs.all()];
        division.rows(shard, (matrix, row, columns) -> {
            int run = runs.of(matrix, row);
            if (builders[run] == null) {
                builders[run] = new RowSet.Builder();
            }
            builders[run].add(row, columns);
        });
        return IntStream.range(0, builders.length)
                .filter(run -> builders[run] != null)
                .mapToObj(run -> new Tuple2<>(run, builders[run].build()))
                .iterator();
    }
}
