package multvae.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import multvae.io.RegularFile;
import multvae.io.UserError;
import multvae.run.RunLayout;

/**
 * Recommends items to users who need not have been in the training data, from what they like.
 *
 * <pre>{@code
 * try (Recommender recommender = Recommender.open(Path.of("bundles/ml20m"))) {
 *     for (Recommendation r : recommender.recommend(List.of("1", "260"), 10)) {
 *         System.out.println(r.title() + " " + r.score());
 *     }
 * }
 * }</pre>
 *
 * <p>Thread-safe: share one instance, since each has its own copy of the weights. A thread of its own does the scoring, one
 * query or list of queries after the other; the same history gets the same list, to the last bit, whatever else is asked at
 * the time. It is plain Java: no native code, and nothing to free but the thread.
 */
public final class Recommender implements AutoCloseable {

    private final ServedModel served;
    private final Items items;
    private final Answers answers;
    private final ExecutorService thread;

    private Recommender(ServedModel served) {
        this.served = served;
        this.items = served.items();
        this.answers = new Answers(served);
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread scoring = new Thread(task, "multvae-scoring");
            scoring.setDaemon(true);
            return scoring;
        });
    }

    /**
     * Opens a bundle, as {@link Bundle#write} makes it, or a run's directory. Every file is verified. If another model takes its place
     * meanwhile, that one is opened.
     *
     * @throws UserError if it is neither, a file of it is missing or damaged, or its weights do not fit into the heap
     * @throws IOException if a file cannot be read to its end, as by an interrupted thread
     * @throws OutOfMemoryError if the heap is too small for its items
     */
    public static Recommender open(Path path) throws IOException {
        return new Recommender(ServedModel.at(path));
    }

    /** Changes when the model of a run or a bundle is replaced. No file is read for it. */
    public static String signature(Path path) {
        return ServedModel.signature(path);
    }

    /**
     * The bytes of a run's or a bundle's weights: nearly what it takes of the heap. 0 if there are none, which opening it
     * then says.
     */
    public static long weightBytes(Path path) throws IOException {
        boolean isBundle = Files.exists(path.resolve(Bundle.FILE));
        Path weights = path.resolve(isBundle ? RunLayout.WEIGHTS.file() : RunLayout.WEIGHTS.name());
        return Files.exists(weights) ? RegularFile.size(weights) : 0;
    }

    /** The first 12 digits of the SHA-256 of weights.safetensors: the same for the same weights. */
    public String modelVersion() {
        return served.version();
    }

    /**
     * Whether the scores are logits, as an autoencoder's are: e to the difference of two of them says how many times as probable one
     * item is as the other. A baseline's scores have no unit.
     */
    public boolean scoresAreLogits() {
        return served.scorer().logits();
    }

    /** What the data and the model were made with, by dotted key: texts, numbers, truth values, null, and lists of these. Immutable. */
    public SortedMap<String, Object> configuration() {
        SortedMap<String, Object> configuration = new TreeMap<>();
        served.configuration()
                .forEach((key, value) -> configuration.put(
                        key, value instanceof List<?> list ? Collections.unmodifiableList(list) : value));
        return Collections.unmodifiableSortedMap(configuration);
    }

    /** The items that the model knows. */
    public Items items() {
        return items;
    }

    /**
     * The {@code top} best items for a user who has {@code likes}, by raw id, without those.
     *
     * @return the best first; fewer if the model has no more
     * @throws IllegalArgumentException if {@code top} is below 1
     * @throws UserError as {@link #recommend(Query)}
     * @throws IllegalStateException if the recommender is closed
     */
    public List<Recommendation> recommend(Collection<String> likes, int top) {
        return recommend(Query.of(likes, top)).recommendations();
    }

    /**
     * Answers one query.
     *
     * @throws UserError if an explanation of more than 1,000 likes is asked for, or the model's weights are so large that a score
     *     overflows
     * @throws IllegalStateException if the recommender is closed
     */
    public Answer recommend(Query query) {
        return recommend(List.of(query)).get(0);
    }

    /**
     * Answers queries, in their order: what each would get alone, in less time.
     *
     * @throws UserError as for one query, if it is so for one of them
     * @throws IllegalStateException if the recommender is closed
     */
    public List<Answer> recommend(List<Query> queries) {
        List<ResolvedQuery> resolved = resolved(queries);
        List<Answer> all = new ArrayList<>(resolved.size());
        for (int from = 0; from < resolved.size(); from += mostQueries()) {
            int to = Math.min(from + mostQueries(), resolved.size());
            all.addAll(join(submit(resolved.subList(from, to))));
        }
        return all;
    }

    /** How many queries {@link #answer} takes. */
    int mostQueries() {
        return served.scorer().mostUsers();
    }

    /** Answers at most {@link #mostQueries} queries, without waiting for it. */
    CompletableFuture<List<Answer>> answer(List<Query> queries) {
        return submit(resolved(queries));
    }

    private List<ResolvedQuery> resolved(List<Query> queries) {
        List<ResolvedQuery> resolved =
                queries.stream().map(query -> ResolvedQuery.of(query, items)).toList();
        resolved.stream()
                .filter(ResolvedQuery::explain)
                .map(ResolvedQuery::history)
                .forEach(Explanation::requireShort);
        return resolved;
    }

    private CompletableFuture<List<Answer>> submit(List<ResolvedQuery> queries) {
        try {
            return CompletableFuture.supplyAsync(() -> answers.to(queries), thread);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the recommender is closed", e);
        }
    }

    /** Waits, even if the waiting thread is interrupted: it takes milliseconds. */
    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause; // a lack of heap is to be seen as one, whichever thread has met it
            }
            throw e;
        }
    }

    /** Takes no more queries; those that wait are answered, of a list at least its first pass. Closing twice does nothing. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
