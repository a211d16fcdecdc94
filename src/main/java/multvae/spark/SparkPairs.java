package multvae.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import multvae.baselines.ItemKnn;
import multvae.baselines.ItemPairs;
import multvae.io.RegularFile;
import multvae.io.UserError;
import multvae.stages.FitEvents;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pairs of items, summed on executors: each task has some of the items, and reads the events of all users from the files that the
 * driver sees. Neither side holds the train events, and nothing is shuffled: the driver receives rows, or neighbours.
 */
final class SparkPairs implements ItemPairs {

    private static final Logger LOG = LoggerFactory.getLogger(SparkPairs.class);
    private static final int HELD = 3; // bytes on the heap for each byte of a file that is held
    private static final long SHARE = 2; // of the heap: the other half is for what Spark keeps of the results
    private static final int COUNT_BYTES = Integer.BYTES; // half of a row before it is packed, and at most half after
    private static final int SUM_BYTES = Double.BYTES;

    private final JavaSparkContext spark;
    private final int partitions;
    private final FitEvents events;
    private final ExecutorHeap heap;

    /** @param partitions into how many parts items are divided, at the least; the result does not depend on it */
    SparkPairs(JavaSparkContext spark, int partitions, FitEvents events) {
        this(spark, partitions, events, ExecutorHeap.of(spark));
    }

    SparkPairs(JavaSparkContext spark, int partitions, FitEvents events, ExecutorHeap heap) {
        this.spark = spark;
        this.partitions = partitions;
        this.events = events;
        this.heap = heap;
    }

    @Override
    public int items() {
        return events.items();
    }

    @Override
    public void counts(Supplier<Counts> takers) {
        PairTask task = new PairTask(events, tasks(COUNT_BYTES));
        Counts taker = takers.get();
        int[] counts = new int[items()];
        run(task.tasks(), task::counts, row -> {
            row.unpack(counts);
            taker.row(row.item(), counts);
        });
    }

    @Override
    public void neighbours(int k, ItemKnn.Similarity similarity, Similar taker) {
        PairTask task = new PairTask(events, tasks(SUM_BYTES));
        run(task.tasks(), index -> task.neighbours(index, k, similarity), row -> row.give(taker));
    }

    /**
     * How many tasks there are: as many as partitions, or more if their items' rows would not fit otherwise.
     *
     * @param bytes of an element of a row
     * @throws UserError if not even a row fits
     */
    int tasks(int bytes) {
        long row = (long) bytes * items();
        long beside = (long) (Double.BYTES + Float.BYTES) * items()
                + HELD * held(); // the items' sizes, and a row of similarities
        long room = (heap.bytes() - ExecutorHeap.BESIDE) / SHARE / heap.tasks() - beside;
        String what = String.format(
                Locale.ROOT, "a row of the pairs of %,d items in each of %d tasks", items(), heap.tasks());
        heap.require(ExecutorHeap.BESIDE + SHARE * heap.tasks() * (beside + row), what);
        long enough = (items() + room / row - 1) / (room / row);
        int tasks = (int) Math.min(items(), Math.max(partitions, enough));
        long rows = (items() + tasks - 1L) / tasks;
        LOG.info(
                "pairs of {} items in {} tasks, each of which reads all events; {} at once take {} of an executor's heap",
                items(),
                tasks,
                heap.tasks(),
                ExecutorHeap.megabytes(ExecutorHeap.BESIDE + SHARE * heap.tasks() * (beside + rows * row)));
        return tasks;
    }

    private long held() {
        long bytes = 0;
        for (Path file : events.held()) {
            try {
                bytes += RegularFile.size(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e); // it was there a moment ago
            }
        }
        return bytes;
    }

    private <T> void run(int tasks, Function<Integer, List<T>> task, Consumer<T> taker) {
        List<Integer> all = IntStream.range(0, tasks).boxed().toList();
        JavaRDD<Attempt<List<T>>> results = spark.parallelize(new ArrayList<>(all), tasks)
                .map(index -> Attempt.of(() -> task.call(index)))
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            results.filter(result -> result.error().isPresent())
                    .collect() // all at once: the driver then fetches them one by one
                    .forEach(Attempt::orThrow);
            for (Iterator<Attempt<List<T>>> each = results.toLocalIterator(); each.hasNext(); ) {
                each.next().orThrow().forEach(taker);
            }
        } finally {
            results.unpersist();
        }
    }
}
