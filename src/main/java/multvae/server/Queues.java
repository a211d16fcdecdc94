package multvae.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntConsumer;
import multvae.io.UserError;
import multvae.server.ApiError.Code;
import multvae.serving.Answer;
import multvae.serving.Query;

/**
 * The two queues before the model. An explained query costs as much as one other query for each of its likes. Explained
 * queries go one at a time, beside the batches of the others, so that a batch waits for one of them at most.
 */
final class Queues implements AutoCloseable {

    private final Batcher batches;
    private final Batcher explanations;

    /**
     * @param scoring gives one answer per query, in their order; called from two threads at once
     * @param batchSizes is told how many queries each pass has
     */
    Queues(Function<List<Query>, List<Answer>> scoring, IntConsumer batchSizes, Limits limits) {
        this.batches = new Batcher(scoring, batchSizes, limits.queued(), limits.batched(), limits.deadline());
        this.explanations = new Batcher(scoring, batchSizes, limits.queued(), 1, limits.deadline());
    }

    /**
     * The answer to come. It fails with {@link ApiError} if the deadline passes first.
     *
     * @throws ApiError if too many wait
     */
    CompletableFuture<Answer> submit(Query query) {
        return (query.explain() ? explanations : batches).submit(query);
    }

    int waiting() {
        return batches.waiting() + explanations.waiting();
    }

    /** Whether requests are refused, or would be soon. */
    boolean full() {
        return batches.full() || explanations.full();
    }

    /** Ends after the passes under way; what waits is refused. */
    @Override
    public void close() {
        batches.close();
        explanations.close();
    }

    /**
     * Scores requests that come at the same time in one pass of the model: a thread takes all that wait, up to a limit. It
     * never waits for more to come: while a pass runs, the next batch gathers by itself.
     */
    static final class Batcher implements AutoCloseable {

        private record Waiting(Query query, long deadline, CompletableFuture<Answer> result) {}

        private final Function<List<Query>, List<Answer>> scoring;
        private final IntConsumer batchSizes;
        private final int batched;
        private final Duration deadline;
        private final BlockingQueue<Waiting> queue;
        private final Thread thread;
        private final List<Waiting> batch; // under way; made here, as there may be no memory for it later
        private volatile boolean closed;

        /**
         * @param scoring gives one answer per query, in their order
         * @param batchSizes is told how many queries each pass has
         * @param queued how many may wait
         * @param batched how many go into a pass at most
         * @param deadline from the submission of a query to its pass
         */
        Batcher(
                Function<List<Query>, List<Answer>> scoring,
                IntConsumer batchSizes,
                int queued,
                int batched,
                Duration deadline) {
            this.scoring = scoring;
            this.batchSizes = batchSizes;
            this.batched = batched;
            this.deadline = deadline;
            this.queue = new ArrayBlockingQueue<>(queued);
            this.batch = new ArrayList<>(batched);
            this.thread = new Thread(this::work, "multvae-batches");
            thread.setDaemon(true);
            thread.start();
        }

        /**
         * The answer to come. It fails with {@link ApiError} if the deadline passes first.
         *
         * @throws ApiError if too many wait
         */
        CompletableFuture<Answer> submit(Query query) {
            CompletableFuture<Answer> result = new CompletableFuture<>();
            if (closed) {
                throw ApiError.stopping();
            }
            if (!queue.offer(new Waiting(query, System.nanoTime() + deadline.toNanos(), result))) {
                throw ApiError.overloaded();
            }
            if (closed) {
                refuseAll(); // the thread may have looked for the last time before this one came
            }
            return result;
        }

        int waiting() {
            return queue.size();
        }

        /** Whether a pass's requests are all the room that is left: so many come and go at once. */
        boolean full() {
            return queue.remainingCapacity() < batched && !queue.isEmpty();
        }

        private void work() {
            try {
                while (!closed) {
                    batch.add(queue.take());
                    queue.drainTo(batch, batched - 1);
                    pass();
                    batch.clear();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // closed while it waited
            } finally {
                refuseAll();
            }
        }

        /** Whatever fails, such as memory for a moment, each request has its answer, and the thread goes on: it is the only one. */
        private void pass() {
            try {
                score(inTime(batch));
            } catch (RuntimeException | Error e) {
                fail(batch, e);
            }
        }

        /** Those without an answer; whoever waits logs it. */
        private static void fail(List<Waiting> batch, Throwable e) {
            for (Waiting waiting : batch) {
                waiting.result().completeExceptionally(e);
            }
        }

        private static List<Waiting> inTime(List<Waiting> batch) {
            long now = System.nanoTime();
            List<Waiting> inTime = new ArrayList<>(batch.size());
            for (Waiting waiting : batch) {
                if (waiting.deadline() - now >= 0) {
                    inTime.add(waiting);
                } else {
                    waiting.result()
                            .completeExceptionally(
                                    new ApiError(Code.DEADLINE_EXCEEDED, "the model was not free in time"));
                }
            }
            return inTime;
        }

        private void score(List<Waiting> batch) {
            if (batch.isEmpty()) {
                return;
            }
            batchSizes.accept(batch.size());
            List<Answer> answers;
            try {
                answers = scoring.apply(batch.stream().map(Waiting::query).toList());
            } catch (UserError e) {
                if (batch.size() == 1) {
                    batch.get(0).result().completeExceptionally(e);
                } else { // one user's scores overflow: the others have theirs
                    batch.forEach(waiting -> score(List.of(waiting)));
                }
                return;
            } catch (RuntimeException | Error e) {
                fail(batch, e);
                return;
            }
            for (int k = 0; k < batch.size(); k++) {
                batch.get(k).result().complete(answers.get(k));
            }
        }

        private void refuseAll() {
            List<Waiting> rest = new ArrayList<>();
            queue.drainTo(rest);
            rest.forEach(waiting -> waiting.result().completeExceptionally(ApiError.stopping()));
        }

        /** Ends after the pass under way; what waits is refused. */
        @Override
        public void close() {
            closed = true;
            thread.interrupt();
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
