package multvae.server;

import java.time.Duration;

/**
 * What the service takes at most.
 *
 * @param bodyBytes of a request
 * @param ids in likes, exclude or only, each
 * @param explainedIds in likes if reasons are asked for: one pass through the model for each
 * @param top items in an answer
 * @param queued requests that wait for the model
 * @param batched requests in one pass of the model
 * @param searches of titles at once: each has a thread of HTTP's until it is done
 * @param deadline from the arrival of a whole request to its scoring
 * @param patience with a client, for each of its steps: a request's head, its body, taking the answer, the next request
 */
record Limits(
        int bodyBytes,
        int ids,
        int explainedIds,
        int top,
        int queued,
        int batched,
        int searches,
        Duration deadline,
        Duration patience) {

    static final Limits DEFAULT = new Limits(
            64 << 10,
            1000,
            200,
            1000,
            1024,
            64,
            Math.min(2 * Runtime.getRuntime().availableProcessors(), RecommendationServer.MAX_THREADS / 2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10));
}
