package multvae.server;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntConsumer;
import multvae.serving.Answer;
import multvae.serving.Query;

/**
 * The two ways to the model. An explained query costs what as many others cost as its user has likes: those go one at a time,
 * beside the batches of the others, so that a batch waits for one of them at most.
 */
final class Queues implements AutoCloseable {

    private final Batcher batches;
    private final Batcher explanations;

    /**
     * @param scoring gives an answer a query, in their order; from two threads at once
     * @param batchSizes is told how many queries a pass has
     */
    Queues(Function<List<Query>, List<Answer>> scoring, IntConsumer batchSizes, Limits limits) {
        this.batches = new Batcher(scoring, batchSizes, limits.queued(), limits.batched(), limits.deadline());
        this.explanations = new Batcher(scoring, batchSizes, limits.queued(), 1, limits.deadline());
    }

    /**
     * The answer to come. It fails with {@link ApiError} where the deadline passes first.
     *
     * @throws ApiError where too many wait
     */
    CompletableFuture<Answer> submit(Query query) {
        return (query.explain() ? explanations : batches).submit(query);
    }

    int waiting() {
        return batches.waiting() + explanations.waiting();
    }

    /** Ends after the passes under way; what waits is refused. */
    @Override
    public void close() {
        batches.close();
        explanations.close();
    }
}
