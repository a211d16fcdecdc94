package multvae.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import multvae.matrix.CsrMatrix;
import multvae.model.Batch;
import multvae.model.Half;
import multvae.model.Network;
import multvae.model.Randomness;

/**
 * The train users in batches, shuffled for every pass; the last, smaller batch is kept. While a step is taken on one
 * batch, a thread of its own fills the next.
 */
final class BatchSource implements AutoCloseable {

    private final CsrMatrix train;
    private final Randomness randomness;
    private final BatchPlan plan;
    private final List<Batch.Training> full = new ArrayList<>(); // two, in turn
    private final Optional<Batch.Training> last; // the smaller one; absent if the batch size divides the users
    private final ExecutorService filler = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "batch-filler");
        thread.setDaemon(true);
        return thread;
    });
    private int pass;
    private Half half = Half.BOTH;
    private int[] order = new int[0];
    private int nextIndex = -1; // of the batch that is being filled
    private Future<Batch.Training> next;
    private volatile long fillNanos;

    /**
     * @param batchSize users in a batch; more than there are is all of them
     * @param sampledItems as {@link Network#trainingBatch(int, OptionalInt)} takes it
     */
    BatchSource(CsrMatrix train, int batchSize, OptionalInt sampledItems, Network network, Randomness randomness) {
        this.train = train;
        this.randomness = randomness;
        this.plan = BatchPlan.of(train.rows(), batchSize);
        for (int i = 0; i < Math.min(2, train.rows() / plan.batchSize()); i++) {
            full.add(network.trainingBatch(plan.batchSize(), sampledItems));
        }
        int rest = train.rows() % plan.batchSize();
        this.last = rest == 0 ? Optional.empty() : Optional.of(network.trainingBatch(rest, sampledItems));
    }

    /** How the users are cut into batches. */
    BatchPlan plan() {
        return plan;
    }

    /**
     * Shuffles the users.
     *
     * @param pass counted through all epochs, from 0
     * @param half what is to be updated
     */
    void startPass(int pass, Half half) {
        this.pass = pass;
        this.half = half;
        this.order = randomness.userOrder(pass, train.rows());
        this.nextIndex = -1;
    }

    /** The {@code index}-th batch of the pass, valid until the next one is asked for. */
    Batch.Training batch(int index) {
        Batch.Training batch = result(nextIndex == index ? next : filler.submit(fill(index)));
        if (index + 1 < plan.batches()) {
            nextIndex = index + 1;
            next = filler.submit(fill(nextIndex));
        }
        return batch;
    }

    private Callable<Batch.Training> fill(int index) {
        int from = plan.usersIn(index);
        boolean isLast = last.isPresent() && index + 1 == plan.batches();
        Batch.Training batch = isLast ? last.get() : full.get(index % full.size());
        int[] users = order;
        int ofPass = pass;
        Half ofHalf = half;
        return () -> {
            long start = System.nanoTime();
            batch.fill(train, users, from, ofHalf, ofPass, index, randomness);
            fillNanos = System.nanoTime() - start;
            return batch;
        };
    }

    /** How long the last batch to be filled took. */
    double lastFillSeconds() {
        return fillNanos / 1e9;
    }

    private static Batch.Training result(Future<Batch.Training> filling) {
        try {
            return filling.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch could not be filled", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a batch was filled", e);
        }
    }

    @Override
    public void close() {
        filler.shutdown();
        try {
            if (!filler.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("a batch is still being filled");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // the arrays are in use, the garbage collector gets them
        }
        full.forEach(Batch::close);
        last.ifPresent(Batch::close);
    }
}
