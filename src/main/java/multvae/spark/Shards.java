package multvae.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import multvae.config.DataSettings.Duplicates;
import multvae.ids.IdList;
import multvae.io.Plural;
import multvae.io.UserError;
import multvae.ratings.Titles;
import multvae.split.SplitRules;
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
 * @param parts which rows the parts and the sources have
 * @param repeated how many of them do not count
 * @param events how many of the others are events
 */
record Shards(
        JavaRDD<Shard> all,
        UserRanges ranges,
        IdList userIds,
        IdList itemIds,
        Titles titles,
        boolean explicit,
        PartRanges parts,
        int repeated,
        long events) {

    private static final Logger LOG = LoggerFactory.getLogger(Shards.class);

    /** How many rows there are. */
    int rows() {
        return parts.rows();
    }

    /** How many rows are not above the threshold, without those that do not count for another reason. */
    long rowsBelow() {
        return rows() - repeated - events;
    }

    /**
     * Reads all rows of sources, one source after the other.
     *
     * @param partitions into how many parts each is cut, and the users
     * @throws multvae.io.UserError for the first mistake; for two events of the same user and item in two sources
     */
    static Shards read(JavaSparkContext spark, int partitions, List<Source> sources) {
        JavaRDD<ReadPart> read = parts(partitions, sources).persist(StorageLevel.MEMORY_AND_DISK());
        List<ReadPart.Summary> summaries =
                inOrder(sources, read.map(ReadPart::summary).collect());
        PartRanges parts = PartRanges.of(sources, summaries);
        HashMap<ReadPart.Key, Integer> places = new HashMap<>();
        summaries.forEach(summary -> places.put(summary.key(), places.size()));
        LOG.info("{} read", Plural.of(summaries.size(), "part"));

        IdList userIds = ids(read.map(part -> part.part().userIds()), partitions);
        IdList itemIds = ids(read.map(part -> part.part().itemIds()), partitions);
        Broadcast<Ids> users = spark.broadcast(new Ids(userIds));
        Broadcast<Ids> items = spark.broadcast(new Ids(itemIds));
        int userCount = userIds.size();
        UserRanges ranges = new UserRanges(userCount, Math.min(partitions, userCount));
        ShardCounting counting = new ShardCounting(parts, duplicates(sources, summaries), ranges, itemIds.size());
        JavaRDD<CountedShard> counted = read.flatMapToPair(part -> {
                    int place = places.get(part.key());
                    return Piece.of(
                            place,
                            part.part().rows(),
                            parts.firstRow(place),
                            users.value().of(part.part().userIds()),
                            items.value().of(part.part().itemIds()),
                            ranges);
                })
                .groupByKey(new HashPartitioner(ranges.shards()))
                .map(shard -> counting.count(shard._1(), shard._2()))
                .persist(StorageLevel.MEMORY_AND_DISK());
        List<CountedShard> first = counted.map(CountedShard::withoutEvents).collect();
        read.unpersist();
        first.stream()
                .map(CountedShard::pair)
                .filter(Objects::nonNull)
                .min(RepeatedPair.ORDER)
                .ifPresent(pair -> {
                    throw repeated(sources, pair, userIds.get(pair.user()), itemIds.get(pair.item()));
                });
        return new Shards(
                counted.map(CountedShard::shard),
                ranges,
                userIds,
                itemIds,
                titles(summaries),
                summaries.stream().anyMatch(ReadPart.Summary::explicit),
                parts,
                first.stream().mapToInt(CountedShard::repeated).sum(),
                first.stream().mapToLong(CountedShard::events).sum());
    }

    private static JavaRDD<ReadPart> parts(int partitions, List<Source> sources) {
        List<JavaRDD<ReadPart>> read = new ArrayList<>();
        for (int source = 0; source < sources.size(); source++) {
            int number = source;
            read.add(sources.get(source).read(partitions).map(part -> part.of(number)));
        }
        JavaRDD<ReadPart> all = read.get(0);
        for (JavaRDD<ReadPart> more : read.subList(1, read.size())) {
            all = all.union(more);
        }
        return all;
    }

    private static List<ReadPart.Summary> inOrder(List<Source> sources, List<ReadPart.Summary> summaries) {
        List<Map<String, Integer>> order = new ArrayList<>();
        for (Source source : sources) {
            Map<String, Integer> ofFiles = new HashMap<>();
            source.files().forEach(file -> ofFiles.put(file, ofFiles.size()));
            order.add(ofFiles);
        }
        return summaries.stream()
                .sorted(Comparator.<ReadPart.Summary>comparingInt(
                                summary -> summary.key().source())
                        .thenComparingInt(summary -> order.get(summary.key().source())
                                .get(summary.key().file()))
                        .thenComparingLong(summary -> summary.key().from()))
                .toList();
    }

    /** Which row counts, of each source: rows with ratings may not be repeated. */
    private static List<Duplicates> duplicates(List<Source> sources, List<ReadPart.Summary> summaries) {
        List<Duplicates> duplicates = new ArrayList<>();
        for (int source = 0; source < sources.size(); source++) {
            int number = source;
            boolean explicit =
                    summaries.stream().anyMatch(summary -> summary.key().source() == number && summary.explicit());
            duplicates.add(sources.get(source).duplicates(explicit));
        }
        return duplicates;
    }

    private static UserError repeated(List<Source> sources, RepeatedPair pair, String userId, String itemId) {
        Source second = sources.get(pair.second());
        return pair.isOfOneSource()
                ? second.repeated(userId, itemId)
                : SplitRules.inTwoParts(
                        sources.get(pair.first()).place(userId, itemId), second.place(userId, itemId), userId, itemId);
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
