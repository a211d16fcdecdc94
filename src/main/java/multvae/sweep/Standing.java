package multvae.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import multvae.io.FruitlessSettings;
import multvae.report.Tuned;
import multvae.training.History;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a trial of a search stands: the comparisons that it has been in. */
final class Standing {

    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

    private final Tune.Candidate candidate;
    private final List<Double> ndcg100 = new ArrayList<>(); // a value for each comparison; NaN: lost there
    private Optional<History> history = Optional.empty();

    Standing(Tune.Candidate candidate) {
        this.candidate = candidate;
    }

    Tune.Candidate candidate() {
        return candidate;
    }

    int number() {
        return candidate.number();
    }

    /** Whether all is well up to a rung, which is the last one so far. */
    boolean hasReached(int rung) {
        return ndcg100.size() == rung && !Double.isNaN(last());
    }

    /** NDCG@100 at the last rung so far; 0 before the first one. */
    double last() {
        return ndcg100.isEmpty() ? 0 : ndcg100.get(ndcg100.size() - 1);
    }

    /** Notes a comparison by a training's best epoch. */
    void trained(History upToRung) {
        history = Optional.of(upToRung);
        ndcg100.add(upToRung.best().validation().ndcg100());
    }

    /** Notes the comparison of a fit, which has no epochs. */
    void fitted(double value) {
        ndcg100.add(value);
    }

    void lose(FruitlessSettings why) {
        LOG.warn("trial {} is lost: {}", number(), why.getMessage());
        ndcg100.add(Double.NaN);
    }

    Tuned.Trial trial() {
        int bestEpoch = history.map(known -> known.best().epoch()).orElse(0);
        return new Tuned.Trial(number(), candidate.values(), ndcg100, bestEpoch, history);
    }
}
