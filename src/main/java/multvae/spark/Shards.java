package multvae.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import multvae.config.DataSettings.Duplicates;
import multvae.ids.IdList;
import multvae.ratings.PartOrder;
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
 * Reads rows on the executors, and brings together the events of each user: users are numbered by raw id, and a shard has those
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

    /**
     * Reads all rows of a source.
     *
     * @param partitions into how many parts they are cut, and the users
     */
    static Shards read(JavaSparkContext spark, int partitions, Source source) {
        JavaRDD<ReadPart> read = source.read(partitions).persist(StorageLevel.MEMORY_AND_DISK());
        List<ReadPart.Summary> summaries =
                new ArrayList<>(read.map(ReadPart::summary).collect());
        Map<String, Integer> order = new HashMap<>();
        source.files().forEach(file -> order.put(file, order.size()));
        summaries.sort(Comparator.<ReadPart.Summary>comparingInt(
                        summary -> order.get(summary.key().file()))
                .thenComparingLong(summary -> summary.key().from()));
        int[] firstRows = firstRows(source, summaries);
        HashMap<ReadPart.Key, Integer> places = new HashMap<>();
        summaries.forEach(summary -> places.put(summary.key(), places.size()));
        LOG.info("{} parts read", summaries.size());
        boolean explicit = summaries.stream().anyMatch(ReadPart.Summary::explicit);

        IdList userIds = ids(read.map(part -> part.part().userIds()), partitions);
        IdList itemIds = ids(read.map(part -> part.part().itemIds()), partitions);
        Broadcast<Ids> users = spark.broadcast(new Ids(userIds));
        Broadcast<Ids> items = spark.broadcast(new Ids(itemIds));
        int userCount = userIds.size();
        int itemCount = itemIds.size();
        UserRanges ranges = new UserRanges(userCount, Math.min(partitions, userCount));
        Duplicates duplicates = source.duplicates(explicit);
        JavaRDD<CountedShard> counted = read.flatMapToPair(part -> {
                    int place = places.get(part.key());
                    return Piece.of(
                            place,
                            part.part().rows(),
                            firstRows[place],
                            users.value().of(part.part().userIds()),
                            items.value().of(part.part().itemIds()),
                            ranges);
                })
                .groupByKey(new HashPartitioner(ranges.shards()))
                .map(shard -> CountedShard.of(shard._1(), shard._2(), duplicates, ranges, itemCount))
                .persist(StorageLevel.MEMORY_AND_DISK());
        List<CountedShard> first = counted.map(CountedShard::withoutEvents).collect();
        read.unpersist();
        if (duplicates == Duplicates.ERROR) {
            Optional<CountedShard> repeated =
                    first.stream().filter(CountedShard::hasPair).min(Comparator.comparingInt(CountedShard::firstRow));
            if (repeated.isPresent()) {
                throw source.repeated(
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
                firstRows[summaries.size()],
                first.stream().mapToInt(CountedShard::repeated).sum());
    }

    /** The position of each part's first row, and the number of all rows: [parts + 1]. The first error is thrown. */
    private static int[] firstRows(Source source, List<ReadPart.Summary> summaries) {
        int parts = summaries.size();
        int[] firstRows = new int[parts + 1];
        PartOrder order = new PartOrder();
        for (int place = 0; place < parts; place++) {
            ReadPart.Summary of = summaries.get(place);
            firstRows[place + 1] = order.take(of.key().file(), of.rows(), of.blankLine(), of.error());
        }
        if (firstRows[parts] == 0) {
            throw source.empty();
        }
        return firstRows;
    }

    private static Titles titles(List<ReadPart.Summary> summaries) {
        Titles titles = Titles.empty();
        summaries.forEach(summary -> titles.addMissing(summary.titles()));
        return titles;
    }

    /** Each id once, ascending. */
    private static IdList ids(JavaRDD<IdList> ofParts, int partitions) {
        List<IdList> distinct = ofParts.flatMapToPair(ids -> divide(ids, partitions))
                .groupByKey(new HashPartitioner(partitions))
                .map(same -> IdList.distinct(same._2()))
                .collect();
        IdList all = IdList.distinct(distinct);
        return all.select(all.ascending());
    }

    private static Iterator<Tuple2<Integer, IdList>> divide(IdList ids, int partitions) {
        List<IdList> lists = ids.divide(partitions);
        return IntStream.range(0, partitions)
                .mapToObj(index -> new Tuple2<>(index, lists.get(index)))
                .iterator();
    }
}
