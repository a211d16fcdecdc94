package multvae.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** Makes the matrices of a division on the executors, and writes them here, a run of rows at a time. */
final class DivisionWriter {

    private final JavaSparkContext spark;
    private final Divisions divisions;
    private final Runs runs;

    /** @param partitions how many runs the longest matrix is cut into */
    DivisionWriter(JavaSparkContext spark, Divisions divisions, int partitions) {
        this.spark = spark;
        this.divisions = divisions;
        this.runs =
                Runs.of(Arrays.stream(Matrix.values()).mapToInt(divisions::rows).toArray(), partitions);
    }

    /** @param columns of all matrices */
    void write(int columns, Path directory) throws IOException {
        Broadcast<Division> division = spark.broadcast(divisions.division());
        Runs sent = runs;
        JavaRDD<RowSet> merged = divisions
                .shards()
                .flatMapToPair(shard -> pieces(shard, division.value(), sent))
                .groupByKey(new HashPartitioner(runs.all()))
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
