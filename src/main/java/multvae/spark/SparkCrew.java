package multvae.spark;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.stages.TrainMatrices;
import multvae.training.Round;
import multvae.training.RoundResult;
import multvae.training.WorkerTask;
import multvae.training.Workers;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function2;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/** The tasks of one training: for each round a broadcast, a barrier stage, and a sum in the workers' order. */
final class SparkCrew implements Workers.Crew {

    private static final Logger LOG = LoggerFactory.getLogger(SparkCrew.class);

    /** Up to as many answers go to the driver as they are; more are added up by executors first. */
    private static final int FEW = 4;

    /** How often a round is begun again that Spark has given up: it has itself tried four times by then. */
    private static final int ATTEMPTS = 3;

    private static final double MEGABYTE = 1e6;

    private final JavaSparkContext spark;
    private final WorkerPart part;
    private final int workers;
    private final LostExecutors lost = new LostExecutors();
    private volatile Round current;
    private long steps;
    private long rounds;
    private long sent; // bytes, to each worker
    private long received; // bytes, from all workers
    private long nanos;

    /** Notes the executors that are lost. */
    private final class LostExecutors extends SparkListener {

        private final AtomicInteger count = new AtomicInteger();

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
            Round round = current;
            count.incrementAndGet();
            LOG.warn(
                    "executor {} was lost{}: {}; a step that it had a part in is taken again",
                    event.executorId(),
                    round == null ? "" : " in step " + round.step(),
                    Printable.oneLine(event.reason()));
        }
    }

    /** What Spark runs in a partition; Scala's own type, since a barrier stage has no other. */
    private interface Task extends Function2<Object, Iterator<Integer>, Iterator<Answer>>, Serializable {}

    private record Answer(int worker, RoundResult part) implements Serializable {

        private static final long serialVersionUID = 1;
    }

    SparkCrew(JavaSparkContext spark, WorkerTask task, TrainMatrices matrices, boolean everything) {
        this.spark = spark;
        this.workers = task.workers();
        this.part = new WorkerPart(UUID.randomUUID().toString(), task, matrices, everything);
        spark.sc().addSparkListener(lost);
    }

    @Override
    public RoundResult run(Round round) {
        long start = System.nanoTime();
        current = round;
        Broadcast<Round> told = spark.broadcast(round);
        try {
            RoundResult sum = attempt(told);
            steps += round.count();
            rounds++;
            sent += round.bytes();
            received += sum.bytes();
            return sum;
        } finally {
            told.destroy();
            current = null;
            nanos += System.nanoTime() - start;
        }
    }

    /** Spark begins a stage again that has lost an executor, up to four times; this begins its job again. */
    private RoundResult attempt(Broadcast<Round> told) {
        for (int attempt = 1; ; attempt++) {
            int before = lost.count.get();
            try {
                return sum(told);
            } catch (Exception e) { // Scala declares no exceptions
                if (lost.count.get() == before) {
                    throw e;
                }
                if (attempt == ATTEMPTS) {
                    throw new UserError(
                            "step " + told.value().step() + " of the training",
                            "executors that last as long",
                            lost.count.get() + " lost",
                            "see why in their logs, memory perhaps; the same command resumes from the last checkpoint",
                            e);
                }
            }
        }
    }

    private RoundResult sum(Broadcast<Round> told) {
        WorkerPart each = part;
        Task task = (worker, nothing) -> CollectionConverters.asScala(
                List.of(new Answer((Integer) worker, each.run(told.value(), (Integer) worker)))
                        .iterator());
        JavaRDD<Integer> seats =
                spark.parallelize(IntStream.range(0, workers).boxed().toList(), workers);
        JavaRDD<Answer> answers = seats.rdd()
                .barrier()
                .mapPartitionsWithIndex(task, false, ClassTag$.MODULE$.<Answer>apply(Answer.class))
                .toJavaRDD();
        return workers <= FEW
                ? sum(answers.collect())
                : RoundResult.sum(inGroups(answers).collect());
    }

    private static RoundResult sum(Iterable<Answer> answers) {
        return RoundResult.sum(StreamSupport.stream(answers.spliterator(), false)
                .sorted(Comparator.comparing(Answer::worker))
                .map(Answer::part)
                .toList());
    }

    /** A tree of two levels, in the groups' order; Spark's own adds up in the order in which results arrive. */
    private JavaRDD<RoundResult> inGroups(JavaRDD<Answer> answers) {
        int all = workers;
        int groups = (int) Math.ceil(Math.sqrt(all));
        return answers.mapToPair(answer -> new Tuple2<>(answer.worker() * groups / all, answer))
                .groupByKey(groups) // a group's partition is its number
                .values()
                .map(SparkCrew::sum);
    }

    @Override
    public void close() {
        spark.sc().removeSparkListener(lost);
        if (spark.isLocal()) {
            WorkerPart.drop();
        }
        if (rounds > 0) {
            LOG.info(
                    "{} steps of {} workers in {} exchanges: {} s a step; an exchange sends each worker {} MB and receives {} MB from it",
                    steps,
                    workers,
                    rounds,
                    String.format(Locale.ROOT, "%.3f", nanos / 1e9 / steps),
                    megabytes(sent / rounds),
                    megabytes(received / rounds / workers));
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f", bytes / MEGABYTE);
    }
}
