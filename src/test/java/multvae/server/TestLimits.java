package multvae.server;

import java.time.Duration;

/** The service's limits, some of them changed. */
final class TestLimits {

    private TestLimits() {}

    static Limits of(int queued, int searches, Duration deadline, Duration patience) {
        Limits d = Limits.DEFAULT;
        return new Limits(
                d.bodyBytes(), d.ids(), d.explainedIds(), d.top(), queued, d.batched(), searches, deadline, patience);
    }

    static Limits patience(Duration patience) {
        Limits d = Limits.DEFAULT;
        return of(d.queued(), d.searches(), d.deadline(), patience);
    }
}
