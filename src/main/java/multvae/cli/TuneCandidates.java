package multvae.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.config.Settings;
import multvae.config.TrainSettings;
import multvae.config.TuneSettings;
import multvae.config.TuneSettings.Dimension;
import multvae.io.UserError;
import multvae.stages.TrainStage;
import multvae.sweep.Draws;
import multvae.sweep.Tune.Candidate;
import multvae.sweep.Tune.Space;
import multvae.sweep.VariedKeys;

/** The trials of a search, each with all of its settings, so that a mistake shows before the first one trains. */
final class TuneCandidates {

    private static final String ANNEALING = TrainSettings.ANNEAL + "type";

    private final ConfigOptions config;
    private final TuneSettings tune;
    private final Map<String, String> own;
    private final boolean finalFit;

    /** What is wrong, one for each key. */
    private final Map<String, UserError> errors = new TreeMap<>();

    private TuneCandidates(ConfigOptions config, Settings base, Map<String, String> own) {
        this.config = config;
        this.tune = base.tune();
        this.own = own;
        this.finalFit = base.train().finalFit();
    }

    /**
     * Draws the trials of a space.
     *
     * @param base what the search begins with
     * @param own keys that override the configuration in every trial
     * @throws UserError if a value that may be drawn is none, or a key makes no difference to any trial
     */
    static List<Candidate> of(Space space, ConfigOptions config, Settings base, Map<String, String> own) {
        TuneCandidates drawn = new TuneCandidates(config, base, own);
        drawn.checkExtremes(space);
        List<Candidate> candidates = drawn.draw(space);
        VariedKeys.requireRead(
                "tune.space",
                space.dimensions().stream().map(Dimension::key).toList(),
                candidates.stream().map(Candidate::settings).toList());
        return candidates;
    }

    private void checkExtremes(Space space) {
        for (Dimension dimension : space.dimensions()) {
            dimension.extremes().forEach(value -> candidate(0, new TreeMap<>(Map.of(dimension.key(), value))));
        }
        throwErrors();
    }

    private List<Candidate> draw(Space space) {
        List<Candidate> candidates = new ArrayList<>();
        for (int trial = 1; trial <= tune.trials(); trial++) {
            candidate(trial, Draws.of(space.dimensions(), tune.seed(), trial)).ifPresent(candidates::add);
        }
        throwErrors();
        return candidates;
    }

    private void throwErrors() {
        if (!errors.isEmpty()) {
            throw UserError.all(List.copyOf(errors.values()));
        }
    }

    /** The trial with these values; absent if its settings are wrong. */
    private Optional<Candidate> candidate(int trial, SortedMap<String, String> drawn) {
        Map<String, String> values = new TreeMap<>(own);
        values.putAll(drawn);
        try {
            Optional<Settings> withFinalFit = finalFit ? Optional.of(config.settings(values)) : Optional.empty();
            values.put(TrainSettings.FINAL_FIT, "false");
            Settings settings = config.settings(values);
            if (TrainStage.searches(settings)) {
                errors.putIfAbsent(ANNEALING, trainsTwice());
            }
            return Optional.of(new Candidate(trial, drawn, settings, withFinalFit));
        } catch (UserError error) {
            error.problems().forEach(problem -> add(problem, drawn));
            return Optional.empty();
        }
    }

    private static UserError trainsTwice() {
        return new UserError(
                ANNEALING,
                "linear, constant or cyclical: a promoted trial resumes its training",
                "search, which trains twice",
                "draw train.anneal.cap instead");
    }

    private void add(UserError.Problem problem, Map<String, String> drawn) {
        String key = problem.where().replaceFirst("^-D", "");
        errors.putIfAbsent(
                key,
                new UserError(
                        "tune.space, " + key,
                        problem.expected(),
                        problem.found(),
                        drawn.containsKey(key) ? "change what it is drawn from" : problem.remedy()));
    }
}
