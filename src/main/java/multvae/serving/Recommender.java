package multvae.serving;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import multvae.io.UserError;
import multvae.model.TrainedModel;
import multvae.run.RunLayout;

/**
 * Recommends items to users who need not have been in the training data, from what they like.
 *
 * <pre>{@code
 * try (Recommender recommender = Recommender.open(Path.of("bundles/ml20m"))) {
 *     for (Recommendation r : recommender.recommend(List.of(1L, 260L), 10)) {
 *         System.out.println(r.title() + " " + r.score());
 *     }
 * }
 * }</pre>
 *
 * <p>Thread-safe: share one instance, opening it takes seconds. A thread of its own does the scoring, one query or list of
 * queries after the other; the same history gets the same list, to the last bit, whatever else is asked at the time.
 */
public final class Recommender implements AutoCloseable {

    /** The files of a run or a bundle that are written last: once they have changed, there is a new model. */
    public static final List<String> LAST_WRITTEN = List.of(
            Bundle.FILE, RunLayout.TRAIN + "/" + RunLayout.MANIFEST, RunLayout.PREPROCESS + "/" + RunLayout.MANIFEST);

    private final ServedModel served;
    private final Items items;
    private final HistoryScorer scorer;
    private final Answers answers;
    private final ExecutorService thread;

    private Recommender(ServedModel served, TrainedModel model) {
        this.served = served;
        this.items = served.items();
        this.scorer = new HistoryScorer(model, items.size());
        this.answers = new Answers(served.version(), scorer, items);
        // One thread, not a lock: OpenMP keeps a team of workers for every thread that ever came by.
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread scoring = new Thread(task, "multvae-scoring");
            scoring.setDaemon(true);
            return scoring;
        });
    }

    /**
     * Opens a bundle, as the command bundle writes it, or a run's directory. Every file is verified.
     *
     * @throws UserError where it is none, or a file of it is missing or damaged
     */
    public static Recommender open(Path path) throws IOException {
        ServedModel served = ServedModel.at(path);
        return new Recommender(served, TrainedModel.load(served.model(), served.architecture()));
    }

    /** The first 12 digits of the SHA-256 of model.fb: the same for the same weights. */
    public String modelVersion() {
        return served.version();
    }

    /** The items that the model knows. */
    public Items items() {
        return items;
    }

    /** The {@code top} best items for a user who has {@code likes}, by raw id, without those. */
    public List<Recommendation> recommend(Collection<Long> likes, int top) {
        return recommend(Query.of(likes, top)).recommendations();
    }

    /**
     * Answers one query.
     *
     * @throws UserError where an explanation is asked for of more than 1,000 likes
     * @throws IllegalStateException where the recommender is closed
     */
    public Answer recommend(Query query) {
        return recommend(List.of(query)).get(0);
    }

    /**
     * Answers queries, in their order: what each would get alone, in less time.
     *
     * @throws UserError where an explanation is asked for of more than 1,000 likes
     * @throws IllegalStateException where the recommender is closed
     */
    public List<Answer> recommend(List<Query> queries) {
        List<ResolvedQuery> requests = requests(queries);
        List<Answer> all = new ArrayList<>(requests.size());
        for (int from = 0; from < requests.size(); from += scorer.mostUsers()) {
            int to = Math.min(from + scorer.mostUsers(), requests.size());
            all.addAll(join(submit(requests.subList(from, to))));
        }
        return all;
    }

    /** How many queries {@link #answer} takes. */
    int mostQueries() {
        return scorer.mostUsers();
    }

    /** Answers at most {@link #mostQueries} queries, without waiting for it. */
    CompletableFuture<List<Answer>> answer(List<Query> queries) {
        return submit(requests(queries));
    }

    private List<ResolvedQuery> requests(List<Query> queries) {
        List<ResolvedQuery> requests =
                queries.stream().map(query -> ResolvedQuery.of(query, items)).toList();
        requests.stream()
                .filter(ResolvedQuery::explain)
                .map(ResolvedQuery::history)
                .forEach(Explanation::requireShort);
        return requests;
    }

    private CompletableFuture<List<Answer>> submit(List<ResolvedQuery> requests) {
        try {
            return CompletableFuture.supplyAsync(() -> answers.to(requests), thread);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the recommender is closed", e);
        }
    }

    /** Waits, also where the waiting thread is interrupted: it takes milliseconds. */
    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Frees the model, after the queries that wait. Closing twice is nothing. */
    @Override
    public void close() {
        synchronized (thread) {
            if (!thread.isShutdown()) {
                CompletableFuture<Void> closed = CompletableFuture.runAsync(scorer::close, thread);
                thread.shutdown();
                join(closed);
            }
        }
    }
}
