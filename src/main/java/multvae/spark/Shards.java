package multvae.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import multvae.config.DataSettings.Duplicates;
import multvae.ids.IdList;
import multvae.io.UserError;
import multvae.ratings.Block;
import multvae.ratings.PartOrder;
import multvae.ratings.PartReader;
import multvae.ratings.PartRows;
import multvae.ratings.RatingsReader;
import multvae.ratings.TablePart;
import multvae.ratings.Titles;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Reads files on the executors, and brings together the events of each user: users are numbered by raw id, and a shard has those
 * of a range.
 *
 * @param all the events, duplicates dropped, a shard a partition or none
 * @param ranges which users each shard has
 * @param userIds by number
 * @param itemIds by number
 * @param titles the first of each item that has one
 * @param explicit whether the rows have ratings
 * @param rows how many there are
 * @param repeated how many of them do not count
 */
record Shards(
        JavaRDD<Shard> all,
        UserRanges ranges,
        IdList userIds,
        IdList itemIds,
        Titles titles,
        boolean explicit,
        int rows,
        int repeated) {

    private static final Logger LOG = LoggerFactory.getLogger(Shards.class);

    /** A part as it was read, or what is wrong with it. */
    private record Read(int index, PartRows part, UserError error) implements Serializable {}

    private record Summary(int index, int rows, boolean explicit, long blankLine, Titles titles, UserError error)
            implements Serializable {}

    /**
     * Reads files as one data set.
     *
     * @param partitions into how many parts they are cut, and the users
     * @param given the files; on a cluster they become absolute, since executors have other working directories
     */
    static Shards read(JavaSparkContext spark, int partitions, RatingsReader reader, List<Path> given) {
        List<Path> files = spark.isLocal()
                ? given
                : given.stream().map(Path::toAbsolutePath).toList();
        long bytes = InputFiles.check(spark, files);
        List<TablePart> parts = reader.parts(
                files, (bytes + partitions - 1) / partitions, (blocks, quote) -> scan(spark, blocks, quote));
        PartReader partReader = reader.partReader();
        List<Tuple2<Integer, TablePart>> numbered = IntStream.range(0, parts.size())
                .mapToObj(index -> new Tuple2<>(index, parts.get(index)))
                .toList();
        JavaRDD<Read> read = spark.parallelize(numbered, numbered.size())
                .map(part -> read(partReader, part._1(), part._2()))
                .persist(StorageLevel.MEMORY_AND_DISK());
        List<Summary> summaries = new ArrayList<>(read.map(Shards::summary).collect());
        summaries.sort(Comparator.comparingInt(Summary::index));
        int[] firstRows = firstRows(reader, files, parts, summaries);
        LOG.info("{} parts read", parts.size());
        boolean explicit = summaries.stream().anyMatch(Summary::explicit);

        IdList userIds = ids(read.flatMap(part -> texts(part.part().userIds())), partitions);
        IdList itemIds = ids(read.flatMap(part -> texts(part.part().itemIds())), partitions);
        Broadcast<Ids> users = spark.broadcast(new Ids(userIds));
        Broadcast<Ids> items = spark.broadcast(new Ids(itemIds));
        int userCount = userIds.size();
        int itemCount = itemIds.size();
        UserRanges ranges = new UserRanges(userCount, Math.min(partitions, userCount));
        Duplicates duplicates = reader.duplicates(explicit);
        JavaRDD<CountedShard> counted = read.flatMapToPair(part -> Piece.of(
                        part.index(),
                        part.part().rows(),
                        firstRows[part.index()],
                        users.value().of(part.part().userIds()),
                        items.value().of(part.part().itemIds()),
                        ranges))
                .groupByKey(new HashPartitioner(ranges.shards()))
                .map(shard -> CountedShard.of(shard._1(), shard._2(), duplicates, ranges, itemCount))
                .persist(StorageLevel.MEMORY_AND_DISK());
        List<CountedShard> first = counted.map(CountedShard::withoutEvents).collect();
        read.unpersist();
        if (duplicates == Duplicates.ERROR) {
            Optional<CountedShard> repeated =
                    first.stream().filter(CountedShard::hasPair).min(Comparator.comparingInt(CountedShard::firstRow));
            if (repeated.isPresent()) {
                throw reader.repeated(
                        files,
                        userIds.get(repeated.get().user()),
                        itemIds.get(repeated.get().item()));
            }
        }
        return new Shards(
                counted.map(CountedShard::shard),
                ranges,
                userIds,
                itemIds,
                titles(summaries),
                explicit,
                firstRows[parts.size()],
                first.stream().mapToInt(CountedShard::repeated).sum());
    }

    private static List<Block.Lines> scan(JavaSparkContext spark, List<Block> blocks, int quote) {
        return spark.parallelize(blocks, blocks.size())
                .map(block -> block.scan(quote))
                .collect();
    }

    /** An error is a result: Spark would repeat the task, and bury the line in traces. */
    private static Read read(PartReader reader, int index, TablePart part) {
        try {
            return new Read(index, reader.read(part), null);
        } catch (UserError e) {
            return new Read(index, null, e);
        }
    }

    private static Summary summary(Read read) {
        return read.error() != null
                ? new Summary(read.index(), 0, false, 0, Titles.empty(), read.error())
                : new Summary(
                        read.index(),
                        read.part().rows().size(),
                        read.part().explicit(),
                        read.part().blankLine(),
                        read.part().titles(),
                        null);
    }

    /** The position of each part's first row, and the number of all rows: [parts + 1]. The first error is thrown. */
    private static int[] firstRows(
            RatingsReader reader, List<Path> files, List<TablePart> parts, List<Summary> summaries) {
        int[] firstRows = new int[parts.size() + 1];
        PartOrder order = new PartOrder();
        for (Summary summary : summaries) {
            firstRows[summary.index() + 1] =
                    order.take(parts.get(summary.index()), summary.rows(), summary.blankLine(), summary.error());
        }
        if (firstRows[parts.size()] == 0) {
            throw reader.empty(files);
        }
        return firstRows;
    }

    private static Titles titles(List<Summary> summaries) {
        Titles titles = Titles.empty();
        summaries.forEach(summary -> titles.addMissing(summary.titles()));
        return titles;
    }

    private static Iterator<String> texts(IdList ids) {
        return IntStream.range(0, ids.size()).mapToObj(ids::get).iterator();
    }

    /** Each id once, ascending. */
    private static IdList ids(JavaRDD<String> ids, int partitions) {
        IdList all = IdList.of(ids.distinct(partitions).collect());
        return all.select(all.ascending());
    }
}
