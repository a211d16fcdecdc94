package multvae.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import multvae.ids.IdList;
import multvae.io.AtomicFile;
import multvae.io.FileHash;
import multvae.io.OutputPlace;
import multvae.io.Plural;
import multvae.io.RegularFile;
import multvae.io.UserError;
import multvae.ratings.RatingsReader;
import multvae.serving.Query;
import multvae.serving.Recommender;
import multvae.stages.Lister;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists of many users: each executor opens the model once, and writes a file for each shard of users. */
final class SparkLister implements Lister {

    private static final Logger LOG = LoggerFactory.getLogger(SparkLister.class);

    /** What the lists in a directory are of: a directory with other lists is left alone. */
    private static final String IDENTITY = "_lists";

    /** Beside the lists once all are there, as Hadoop's programs mark a complete directory. */
    private static final String COMPLETE = "_SUCCESS";

    private static final int MOST_IDENTITY_BYTES = 1 << 12;
    private static final int COPIES = 2; // of the weights: the file's bytes, and the arrays made of them

    private final JavaSparkContext spark;
    private final OptionalInt configured;
    private final int partitions;

    /**
     * A lister of shards of users.
     *
     * @param configured the number of shards, or empty
     * @param partitions used if it is empty and the directory is new
     */
    SparkLister(JavaSparkContext spark, OptionalInt configured, int partitions) {
        this.spark = spark;
        this.configured = configured;
        this.partitions = partitions;
    }

    @Override
    public Outcome write(
            Path model,
            String version,
            RatingsReader reader,
            List<Path> users,
            Query like,
            Lister.Format format,
            Path directory)
            throws IOException {
        requireMemory(model);
        String identity = identity(version, reader.reading(), users, like, format);
        int count = requireOwn(directory, identity);
        Shards shards = Shards.read(spark, count, List.of(new TextSource(spark, reader, users)));
        begin(directory, count + " " + identity); // not before a wrong row has ended it
        int parts = shards.ranges().shards();
        BitSet missing = new BitSet();
        IntStream.range(0, parts)
                .filter(part -> !Files.exists(directory.resolve(ListTask.fileName(part, format))))
                .forEach(missing::set);
        LOG.info(
                "lists of {} in {}, {} to be written",
                Plural.of(shards.userIds().size(), "user"),
                Plural.of(parts, "part"),
                missing.cardinality());
        ListTask task = new ListTask(
                model.toString(),
                version,
                like.top(),
                new ArrayList<>(like.exclude()),
                like.only().map(ArrayList::new).orElse(null),
                like.includeSeen(),
                like.explain(),
                format,
                directory.toString());
        Broadcast<IdList> userIds = spark.broadcast(shards.userIds());
        Broadcast<IdList> itemIds = spark.broadcast(shards.itemIds());
        List<ListTask.Written> written = shards
                .all()
                .filter(shard -> missing.get(shard.index()))
                .map(shard -> task.run(shard, userIds.value(), itemIds.value()))
                .collect()
                .stream()
                .map(Attempt::orThrow)
                .toList();
        dropUnfinished(directory);
        AtomicFile.write(directory.resolve(COMPLETE), "");
        return new Outcome(
                shards.userIds().size(),
                shards.rows(),
                shards.rowsBelow(),
                parts,
                parts - missing.cardinality(),
                written.stream().mapToLong(ListTask.Written::byPopularity).sum(),
                written.stream().mapToLong(ListTask.Written::unknownRows).sum());
    }

    /** A hash of what the lists are of, except for the number of shards; as short for many files as for one. */
    private static String identity(String version, String reading, List<Path> users, Query like, Lister.Format format)
            throws IOException {
        List<String> all = new ArrayList<>(List.of(version, reading, format.name()));
        for (Path file : users) {
            all.add(FileHash.of(file).sha256());
        }
        all.add(like.toString());
        return FileHash.sha256(String.join(" ", all).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Refuses all but an empty directory, none, or one of the same lists.
     *
     * @return how many shards its lists are in
     */
    private int requireOwn(Path directory, String identity) throws IOException {
        Path file = directory.resolve(IDENTITY);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            String found = new String(RegularFile.read(file, MOST_IDENTITY_BYTES), StandardCharsets.UTF_8);
            OptionalInt begun = shards(found, identity);
            if (begun.isPresent() && (configured.isEmpty() || configured.equals(begun))) {
                return begun.getAsInt();
            }
            throw foreign(directory, "lists of another model, other users, or another number of partitions");
        }
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isDirectory(directory)) {
                throw foreign(directory, "a file");
            }
            try (Stream<Path> content = Files.list(directory)) {
                if (content.findAny().isPresent()) {
                    throw foreign(directory, "other files");
                }
            }
        }
        return partitions;
    }

    private static void begin(Path directory, String identity) throws IOException {
        OutputPlace.making(directory, "a directory that can be made", () -> Files.createDirectories(directory));
        Files.deleteIfExists(directory.resolve(COMPLETE));
        AtomicFile.write(directory.resolve(IDENTITY), identity);
    }

    /** The number of shards in front of an identity; empty if it is another one. */
    private static OptionalInt shards(String found, String identity) {
        Matcher matcher =
                Pattern.compile("([1-9]\\d{0,8}) " + Pattern.quote(identity)).matcher(found);
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    private static UserError foreign(Path directory, String found) {
        return new UserError(
                directory.toString(),
                "an empty directory, or one of the same lists",
                found,
                "name another with --out, or remove it");
    }

    /** What tasks left that were killed. */
    private static void dropUnfinished(Path directory) throws IOException {
        try (Stream<Path> content = Files.list(directory)) {
            for (Path file : content.filter(
                            file -> file.getFileName().toString().endsWith(".tmp"))
                    .toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Says how much memory the model takes, and refuses executors that do not have it. */
    private void requireMemory(Path model) throws IOException {
        long need = COPIES * Recommender.weightBytes(model) + ExecutorHeap.BESIDE;
        ExecutorHeap.of(spark).require(need, "the model");
        LOG.info("each executor opens the model: about {}", ExecutorHeap.megabytes(need));
    }
}
