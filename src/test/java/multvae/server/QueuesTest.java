package multvae.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import multvae.serving.Answer;
import multvae.serving.Query;
import org.junit.jupiter.api.Test;

final class QueuesTest {

    private final Semaphore explanations = new Semaphore(0);
    private final List<Integer> explained = new CopyOnWriteArrayList<>();

    private List<Answer> score(List<Query> queries) {
        if (queries.stream().anyMatch(Query::explain)) {
            explained.add(queries.size());
            explanations.acquireUninterruptibly();
        }
        return queries.stream()
                .map(query -> new Answer("m", List.of(), query.likes(), false))
                .toList();
    }

    @Test
    void explanations_go_one_at_a_time_and_hold_up_nothing_else() throws Exception {
        try (Queues queues = new Queues(this::score, size -> {}, Limits.DEFAULT)) {
            List<CompletableFuture<Answer>> slow = List.of(
                    queues.submit(Query.of(List.of("1"), 1).explained()),
                    queues.submit(Query.of(List.of("2"), 1).explained()),
                    queues.submit(Query.of(List.of("3"), 1).explained()));
            for (long like = 10; like < 20; like++) {
                assertThat(queues.submit(Query.of(List.of(String.valueOf(like)), 1))
                                .get()
                                .unknownIds())
                        .containsExactly(String.valueOf(like));
            }
            assertThat(slow).noneMatch(CompletableFuture::isDone);
            explanations.release(3);
            for (int k = 0; k < 3; k++) {
                assertThat(slow.get(k).get().unknownIds()).containsExactly(String.valueOf(k + 1));
            }
            assertThat(explained).containsExactly(1, 1, 1);
        }
    }
}
