package multvae.spark;

import java.nio.file.Path;
import java.util.List;
import multvae.config.DataSettings.Duplicates;
import multvae.io.UserError;
import multvae.ratings.Block;
import multvae.ratings.PartReader;
import multvae.ratings.RatingsReader;
import multvae.ratings.TablePart;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Tables and lists in files of text, cut between lines. */
final class TextSource implements Source {

    private final JavaSparkContext spark;
    private final RatingsReader reader;
    private final List<Path> files;

    /** @param given the files; on a cluster they become absolute, since executors have other working directories */
    TextSource(JavaSparkContext spark, RatingsReader reader, List<Path> given) {
        this.spark = spark;
        this.reader = reader;
        this.files = spark.isLocal()
                ? given
                : given.stream().map(Path::toAbsolutePath).toList();
    }

    @Override
    public JavaRDD<ReadPart> read(int partitions) {
        long bytes = InputFiles.check(spark, files);
        List<TablePart> parts = reader.parts(files, (bytes + partitions - 1) / partitions, this::scan);
        PartReader partReader = reader.partReader();
        return spark.parallelize(parts, parts.size()).map(part -> read(partReader, part));
    }

    private List<Block.Lines> scan(List<Block> blocks, int quote) {
        return spark.parallelize(blocks, blocks.size())
                .map(block -> block.scan(quote))
                .collect();
    }

    private static ReadPart read(PartReader reader, TablePart part) {
        try {
            return new ReadPart(part.file(), part.from(), reader.read(part), null);
        } catch (UserError e) {
            return new ReadPart(part.file(), part.from(), null, e);
        }
    }

    @Override
    public List<String> files() {
        return files.stream().map(Path::toString).toList();
    }

    @Override
    public Duplicates duplicates(boolean explicit) {
        return reader.duplicates(explicit);
    }

    @Override
    public UserError empty() {
        return reader.empty(files);
    }

    @Override
    public UserError repeated(String userId, String itemId) {
        return reader.repeated(files, userId, itemId);
    }
}
