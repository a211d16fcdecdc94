package multvae.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import multvae.io.Printable;
import multvae.io.UserError;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;

/** The names of the columns of Parquet files, which executors read from the files' ends. */
final class ParquetColumns {

    /** A file, as messages and as Hadoop call it. */
    private record Named(String file, String address) implements Serializable {}

    private ParquetColumns() {}

    /** As Spark will name it. */
    static String address(Path file) {
        if (!(file instanceof HadoopPath hadoop)) {
            return "file:" + file;
        }
        return hadoop.hadoop().makeQualified(hadoop.hadoopPath()).toString();
    }

    /**
     * The files in groups that have columns of the same names.
     *
     * @param files at least one
     * @throws UserError for the first one that is no Parquet
     */
    static Collection<List<Path>> alike(JavaSparkContext spark, List<Path> files) {
        List<Named> named = files.stream()
                .map(file -> new Named(file.toString(), address(file)))
                .toList();
        List<Attempt<List<String>>> columns = spark.parallelize(
                        named, Math.min(files.size(), Math.max(1, 2 * spark.defaultParallelism())))
                .map(ParquetColumns::names)
                .collect();
        Map<List<String>, List<Path>> alike = new LinkedHashMap<>();
        IntStream.range(0, files.size())
                .forEach(file -> alike.computeIfAbsent(columns.get(file).orThrow(), names -> new ArrayList<>())
                        .add(files.get(file)));
        return alike.values();
    }

    private static Attempt<List<String>> names(Named file) {
        Configuration settings =
                SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
        try (ParquetFileReader reader = ParquetFileReader.open(
                HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.address()), settings))) {
            return Attempt.of(() -> reader.getFooter().getFileMetaData().getSchema().getFields().stream()
                    .map(Type::getName)
                    .toList());
        } catch (IOException | RuntimeException e) { // what is no Parquet has no exception of its own
            return Attempt.failed(new UserError(
                    file.file(),
                    "a Parquet file",
                    Printable.oneLine(
                            String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
                    "check that it is Parquet's and complete",
                    e));
        }
    }
}
