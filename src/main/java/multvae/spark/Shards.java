package multvae.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import multvae.config.DataSettings.Duplicates;
import multvae.ids.IdList;
import multvae.io.UserError;
import multvae.ratings.Block;
import multvae.ratings.EventList;
import multvae.ratings.PartReader;
import multvae.ratings.PartRows;
import multvae.ratings.RatingsReader;
import multvae.ratings.Rows;
import multvae.ratings.TablePart;
import multvae.ratings.Titles;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
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
 * @param userIds by number
 * @param itemIds by number
 * @param titles the first of each item that has one
 * @param explicit whether the rows have ratings
 * @param rows how many there are
 * @param repeated how many of them do not count
 */
record Shards(
        JavaRDD<Shard> all, IdList userIds, IdList itemIds, Titles titles, boolean explicit, int rows, int repeated) {

    private static final Logger LOG = LoggerFactory.getLogger(Shards.class);

    /** A part as it was read, or what is wrong with it. */
    private record Read(int index, PartRows part, UserError error) implements Serializable {}

    private record Summary(int index, int rows, boolean explicit, long blankLine, Titles titles, UserError error)
            implements Serializable {}

    /** A part's rows of one shard's users; {@code positions} counts rows over all files. */
    private static final class Piece implements Serializable {

        private static final long serialVersionUID = 1;

        private final int index;
        private final Rows rows;
        private final int[] positions;

        Piece(int index, Rows rows, int[] positions) {
            this.index = index;
            this.rows = rows;
            this.positions = positions;
        }

        int index() {
            return index;
        }

        Rows rows() {
            return rows;
        }

        int[] positions() {
            return positions;
        }
    }

    /**
     * A shard, and its first repeated pair.
     *
     * @param firstRow the position of the first row of the pair's user; Integer.MAX_VALUE if there is no such pair
     */
    private record Counted(Shard shard, int repeated, int firstRow, int user, int item) implements Serializable {}

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
        List<TablePart> parts = reader.parts(
                files,
                Math.max(1, (InputFiles.check(spark, files) + partitions - 1) / partitions),
                (blocks, quote) -> scan(spark, blocks, quote));
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
        int shards = Math.min(partitions, userCount);
        Duplicates duplicates = reader.duplicates(explicit);
        JavaPairRDD<Integer, Piece> pieces = read.flatMapToPair(part -> pieces(
                part,
                firstRows[part.index()],
                users.value().of(part.part().userIds()),
                items.value().of(part.part().itemIds()),
                userCount,
                shards));
        JavaRDD<Counted> counted = pieces.groupByKey(new HashPartitioner(shards))
                .map(shard -> count(shard._1(), shard._2(), duplicates, userCount, itemCount, shards))
                .persist(StorageLevel.MEMORY_AND_DISK());
        List<Counted> first = counted.map(
                        shard -> new Counted(null, shard.repeated(), shard.firstRow(), shard.user(), shard.item()))
                .collect();
        read.unpersist();
        if (duplicates == Duplicates.ERROR) {
            Optional<Counted> repeated = first.stream()
                    .filter(shard -> shard.firstRow() < Integer.MAX_VALUE)
                    .min(Comparator.comparingInt(Counted::firstRow));
            if (repeated.isPresent()) {
                throw reader.repeated(
                        files,
                        userIds.get(repeated.get().user()),
                        itemIds.get(repeated.get().item()));
            }
        }
        return new Shards(
                counted.map(Counted::shard),
                userIds,
                itemIds,
                titles(summaries),
                explicit,
                firstRows[parts.size()],
                first.stream().mapToInt(Counted::repeated).sum());
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
        String file = "";
        long blankLine = 0;
        for (Summary summary : summaries) {
            if (summary.error() != null) {
                throw summary.error();
            }
            TablePart part = parts.get(summary.index());
            blankLine = part.file().equals(file) ? blankLine : 0;
            file = part.file();
            if (blankLine > 0 && summary.rows() > 0) {
                throw RatingsReader.blank(file, blankLine);
            }
            blankLine = blankLine > 0 ? blankLine : summary.blankLine();
            try {
                firstRows[summary.index() + 1] = Math.addExact(firstRows[summary.index()], summary.rows());
            } catch (ArithmeticException e) {
                throw new UserError(
                        file, "at most " + Integer.MAX_VALUE + " rows in all files", "more", "read fewer of them", e);
            }
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

    /** The shard of a user; each has a range of users. */
    private static int shardOf(int user, int userCount, int shards) {
        return (int) ((long) user * shards / userCount);
    }

    private static int firstUser(int shard, int userCount, int shards) {
        return (int) (((long) shard * userCount + shards - 1) / shards);
    }

    private static Iterator<Tuple2<Integer, Piece>> pieces(
            Read read, int firstRow, int[] users, int[] items, int userCount, int shards) {
        Rows rows = read.part().rows();
        int[] shardOfRow = new int[rows.size()];
        int[] sizes = new int[shards];
        for (int row = 0; row < shardOfRow.length; row++) {
            shardOfRow[row] = shardOf(users[rows.users()[row]], userCount, shards);
            sizes[shardOfRow[row]]++;
        }
        int[][] rowsOfShard = new int[shards][];
        for (int shard = 0; shard < shards; shard++) {
            rowsOfShard[shard] = new int[sizes[shard]];
        }
        int[] next = new int[shards];
        for (int row = 0; row < shardOfRow.length; row++) {
            rowsOfShard[shardOfRow[row]][next[shardOfRow[row]]++] = row;
        }
        return IntStream.range(0, shards)
                .filter(shard -> sizes[shard] > 0)
                .mapToObj(shard -> new Tuple2<>(
                        shard,
                        piece(
                                read.index(),
                                rows,
                                rowsOfShard[shard],
                                firstRow,
                                users,
                                items,
                                firstUser(shard, userCount, shards))))
                .iterator();
    }

    private static Piece piece(int index, Rows rows, int[] own, int firstRow, int[] users, int[] items, int firstUser) {
        int[] ownUsers = new int[own.length];
        int[] ownItems = new int[own.length];
        int[] positions = new int[own.length];
        double[] ratings = rows.ratings() == null ? null : new double[own.length];
        long[] times = rows.times() == null ? null : new long[own.length];
        BitSet isEvent = new BitSet(own.length);
        for (int k = 0; k < own.length; k++) {
            int row = own[k];
            ownUsers[k] = users[rows.users()[row]] - firstUser;
            ownItems[k] = items[rows.items()[row]];
            positions[k] = firstRow + row;
            isEvent.set(k, rows.isEvent().get(row));
            if (ratings != null) {
                ratings[k] = rows.ratings()[row];
            }
            if (times != null) {
                times[k] = rows.times()[row];
            }
        }
        return new Piece(index, new Rows(ownUsers, ownItems, ratings, times, isEvent), positions);
    }

    private static Counted count(
            int index, Iterable<Piece> pieces, Duplicates duplicates, int userCount, int itemCount, int shards) {
        List<Piece> inOrder = StreamSupport.stream(pieces.spliterator(), false)
                .sorted(Comparator.comparingInt(Piece::index))
                .toList();
        Rows rows = Rows.concat(inOrder.stream().map(Piece::rows).toList());
        int[] positions = inOrder.stream()
                .flatMapToInt(piece -> IntStream.of(piece.positions()))
                .toArray();
        int firstUser = firstUser(index, userCount, shards);
        int users = firstUser(index + 1, userCount, shards) - firstUser;
        Rows.Counted counted = rows.count(duplicates, users, itemCount);
        Shard shard = new Shard(index, firstUser, users, rows.users(), rows.items(), positions, rows.times())
                .select(counted.rows());
        int pair = duplicates == Duplicates.ERROR ? firstPair(rows, itemCount, users) : -1;
        if (pair < 0) {
            return new Counted(shard, counted.repeated(), Integer.MAX_VALUE, 0, 0);
        }
        int firstRow = IntStream.range(0, rows.size())
                .filter(row -> rows.users()[row] == rows.users()[pair])
                .findFirst()
                .orElseThrow();
        return new Counted(
                shard, counted.repeated(), positions[firstRow], firstUser + rows.users()[pair], rows.items()[pair]);
    }

    /** The first row that repeats another, of the user who comes first; -1 if there is none. */
    private static int firstPair(Rows rows, int itemCount, int users) {
        int[] numbers = new int[users]; // in order of first appearance, from 1
        int[] byAppearance = new int[rows.size()];
        int next = 0;
        for (int row = 0; row < byAppearance.length; row++) {
            int user = rows.users()[row];
            if (numbers[user] == 0) {
                numbers[user] = ++next;
            }
            byAppearance[row] = numbers[user] - 1;
        }
        return new EventList(byAppearance, rows.items()).forEachRepeated(users, itemCount, (before, after) -> before);
    }
}
