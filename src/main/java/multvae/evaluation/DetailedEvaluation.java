package multvae.evaluation;

import java.util.Map;
import java.util.Optional;

/** An {@link Evaluation}, taken apart by the popularity of what is held out and by the activity of the users. */
public final class DetailedEvaluation {

    private final Evaluation all;
    private final Map<PopularityBucket, Evaluation> byPopularity;
    private final UserActivity activity;
    private final Recommendations recommendations;

    DetailedEvaluation(
            Evaluation all,
            Map<PopularityBucket, Evaluation> byPopularity,
            UserActivity activity,
            Recommendations recommendations) {
        this.all = all;
        this.byPopularity = byPopularity;
        this.activity = activity;
        this.recommendations = recommendations;
    }

    /** Of all held-out items. */
    public Evaluation all() {
        return all;
    }

    /**
     * As if only the held-out items of a bucket had been held out: the ranking is the same, other held-out items are no
     * hits and do not count. Nothing where no user has one.
     */
    public Optional<Evaluation> of(PopularityBucket bucket) {
        return Optional.ofNullable(byPopularity.get(bucket));
    }

    /** Of the users of a third. Nothing where nobody is in it. */
    public Optional<Evaluation> of(Activity third) {
        return all.restrictedTo(row -> activity.of(row) == third);
    }

    /** What is recommended, right or wrong. */
    public Recommendations recommendations() {
        return recommendations;
    }
}
