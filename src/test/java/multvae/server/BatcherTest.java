package multvae.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import multvae.io.UserError;
import multvae.server.ApiError.Code;
import multvae.server.Queues.Batcher;
import multvae.serving.Answer;
import multvae.serving.Query;
import org.junit.jupiter.api.Test;

/** The scoring here answers with the query's likes as unknown ids, and waits for a permit before each pass. */
final class BatcherTest {

    private final Semaphore passes = new Semaphore(0);
    private final CountDownLatch started = new CountDownLatch(1);
    private final List<String> scored = new CopyOnWriteArrayList<>();
    private final List<Integer> sizes = new CopyOnWriteArrayList<>();

    private List<Answer> score(List<Query> queries) {
        started.countDown();
        passes.acquireUninterruptibly();
        queries.forEach(query -> scored.addAll(query.likes()));
        return queries.stream()
                .map(query -> new Answer("m", List.of(), query.likes(), false))
                .toList();
    }

    private static Query query(long like) {
        return Query.of(List.of(String.valueOf(like)), 1);
    }

    private static void submit(Batcher batcher, long like) {
        CompletableFuture<Answer> unused = batcher.submit(query(like));
    }

    private static void assertFails(CompletableFuture<Answer> answer, Code code) {
        assertThatThrownBy(answer::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ApiError.class, error -> assertThat(error.code()).isEqualTo(code));
    }

    @Test
    void what_comes_during_a_pass_is_scored_in_the_next_each_with_its_own_answer() throws Exception {
        try (Batcher batcher = new Batcher(this::score, sizes::add, 10, 3, Duration.ofMinutes(1))) {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            answers.add(batcher.submit(query(0)));
            started.await();
            for (long like = 1; like <= 5; like++) {
                answers.add(batcher.submit(query(like)));
            }
            assertThat(batcher.waiting()).isEqualTo(5);
            passes.release(3);
            for (int like = 0; like <= 5; like++) {
                assertThat(answers.get(like).get().unknownIds()).containsExactly(String.valueOf(like));
            }
            assertThat(sizes).containsExactly(1, 3, 2);
        }
    }

    @Test
    void a_query_whose_scores_overflow_fails_alone() throws Exception {
        UserError overflow = new UserError("weights.safetensors", "finite scores", "Infinity", "train again");
        Function<List<Query>, List<Answer>> scoring = queries -> {
            List<Answer> answers = score(queries);
            if (queries.contains(query(2))) {
                throw overflow;
            }
            return answers;
        };
        try (Batcher batcher = new Batcher(scoring, sizes::add, 10, 3, Duration.ofMinutes(1))) {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            answers.add(batcher.submit(query(0)));
            started.await();
            for (long like = 1; like <= 3; like++) {
                answers.add(batcher.submit(query(like)));
            }
            passes.release(5);
            assertThat(answers.get(1).get().unknownIds()).containsExactly("1");
            assertThatThrownBy(answers.get(2)::get).hasCause(overflow);
            assertThat(answers.get(3).get().unknownIds()).containsExactly("3");
        }
    }

    @Test
    void one_more_than_the_queue_holds_is_refused_at_once() throws Exception {
        try (Batcher batcher = new Batcher(this::score, sizes::add, 2, 3, Duration.ofMinutes(1))) {
            submit(batcher, 0);
            started.await();
            submit(batcher, 1);
            submit(batcher, 2);
            assertThatThrownBy(() -> submit(batcher, 3))
                    .isInstanceOfSatisfying(
                            ApiError.class, error -> assertThat(error.code()).isEqualTo(Code.OVERLOADED));
            passes.release(2);
        }
    }

    @Test
    void what_waited_beyond_its_deadline_is_not_scored() throws Exception {
        try (Batcher batcher = new Batcher(this::score, sizes::add, 2, 3, Duration.ofMillis(1))) {
            do {
                submit(batcher, 0); // one may itself be late
            } while (!started.await(20, TimeUnit.MILLISECONDS));
            CompletableFuture<Answer> late = batcher.submit(query(1));
            Thread.sleep(5);
            passes.release(2);
            assertFails(late, Code.DEADLINE_EXCEEDED);
            assertThat(scored).doesNotContain("1");
        }
    }

    @Test
    void a_pass_that_fails_fails_its_own_requests_only() throws Exception {
        boolean[] first = {true};
        try (Batcher batcher = new Batcher(
                queries -> {
                    if (first[0]) {
                        first[0] = false;
                        throw new IllegalStateException("a bug");
                    }
                    passes.release();
                    return score(queries);
                },
                sizes::add,
                2,
                3,
                Duration.ofMinutes(1))) {
            assertThatThrownBy(() -> batcher.submit(query(0)).get()).hasRootCauseMessage("a bug");
            assertThat(batcher.submit(query(1)).get().model()).isEqualTo("m");
        }
    }

    /** As if memory had run out for a moment, wherever that is. */
    @Test
    void a_failure_beside_the_scoring_fails_its_own_requests_only() throws Exception {
        boolean[] first = {true};
        passes.release(2);
        try (Batcher batcher = new Batcher(
                this::score,
                size -> {
                    if (first[0]) {
                        first[0] = false;
                        throw new OutOfMemoryError("for a moment");
                    }
                },
                2,
                3,
                Duration.ofMinutes(1))) {
            assertThatThrownBy(() -> batcher.submit(query(0)).get(10, TimeUnit.SECONDS))
                    .hasRootCauseMessage("for a moment");
            assertThat(batcher.submit(query(1)).get(10, TimeUnit.SECONDS).model())
                    .isEqualTo("m");
        }
    }

    @Test
    void closing_ends_the_pass_under_way_and_refuses_what_waits() throws Exception {
        Batcher batcher = new Batcher(this::score, sizes::add, 2, 3, Duration.ofMinutes(1));
        CompletableFuture<Answer> underWay = batcher.submit(query(0));
        started.await();
        CompletableFuture<Answer> waits = batcher.submit(query(1));
        Thread closing = new Thread(batcher::close);
        closing.start();
        while (closing.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        passes.release(1);
        closing.join();
        assertThat(underWay.get().unknownIds()).containsExactly("0");
        assertFails(waits, Code.STOPPING);
        assertThatThrownBy(() -> submit(batcher, 2))
                .isInstanceOfSatisfying(
                        ApiError.class, error -> assertThat(error.code()).isEqualTo(Code.STOPPING));
    }
}
