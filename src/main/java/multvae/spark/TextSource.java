package multvae.spark;

import java.nio.file.Path;
import java.util.List;
import multvae.io.UserError;
import multvae.ratings.Block;
import multvae.ratings.PartReader;
import multvae.ratings.RatingsReader;
import multvae.ratings.TablePart;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Tables and lists in files of text, cut between lines.
 *
 * @param paths on a cluster they become absolute, since executors have other working directories
 */
record TextSource(JavaSparkContext spark, RatingsReader reader, List<Path> paths) implements FileSource {

    TextSource {
        paths = spark.isLocal()
                ? paths
                : paths.stream().map(Path::toAbsolutePath).toList();
    }

    @Override
    public JavaRDD<ReadPart> read(int partitions) {
        long bytes = InputFiles.check(spark, paths);
        List<TablePart> parts = reader.parts(paths, (bytes + partitions - 1) / partitions, this::scan);
        PartReader partReader = reader.partReader();
        return spark.parallelize(parts, parts.size()).map(part -> read(partReader, part));
    }

    private List<Block.Lines> scan(List<Block> blocks, int quote) {
        return spark.parallelize(blocks, blocks.size())
                .map(block -> block.scan(quote))
                .collect();
    }

    private static ReadPart read(PartReader reader, TablePart part) {
        return new ReadPart(part.file(), part.from(), Attempt.of(() -> reader.read(part)));
    }

    @Override
    public UserError repeated(String userId, String itemId) {
        return reader.repeated(paths, userId, itemId);
    }

    @Override
    public String place(String userId, String itemId) {
        return reader.place(paths, userId, itemId);
    }
}
