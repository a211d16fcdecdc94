package multvae.cli;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import multvae.config.Settings;
import multvae.report.Tuned;
import multvae.sweep.Tune.Space;

/**
 * What a search has found, as a configuration.
 *
 * @param base what the search began with
 * @param settings those of the run that it ends with
 * @param found the keys that were searched
 * @param trains whether the model was searched, not only baselines
 */
record TuneWinner(Settings base, Settings settings, Set<String> found, boolean trains) {

    private static final String RUN_DIRECTORY = "run.directory";
    private static final String BASELINES = "evaluate.baselines";

    /**
     * Takes the best trial of each space, and adds the baselines that were searched to those that are evaluated.
     *
     * @param own keys that override the configuration in every trial
     */
    static TuneWinner of(
            ConfigOptions config,
            Settings base,
            Map<String, String> own,
            Collection<Space> spaces,
            List<Tuned> searched) {
        Map<String, String> best = new TreeMap<>();
        searched.forEach(tuned -> best.putAll(tuned.best().values()));
        Set<String> baselines = new LinkedHashSet<>();
        base.evaluate().baselines().forEach(baseline -> baselines.add(baseline.label()));
        spaces.forEach(space -> space.baseline().ifPresent(tuned -> baselines.add(tuned.label())));
        Map<String, String> values = new TreeMap<>(own);
        values.putAll(best);
        values.put(BASELINES, "[" + String.join(",", baselines) + "]");
        boolean trains = spaces.stream().anyMatch(space -> space.baseline().isEmpty());
        return new TuneWinner(base, config.settings(values), best.keySet(), trains);
    }

    /** The text of a file: what the search was given, and what it has found. */
    String conf() {
        Set<String> given = new TreeSet<>(base.given());
        given.removeIf(key -> key.equals(RUN_DIRECTORY)
                || key.startsWith("tune.")
                || key.startsWith("sweep.")
                || found.contains(key));
        given.remove(BASELINES);
        String name =
                trains ? base.runDirectory() + "-tuned" : base.runDirectory().toString();
        Set<String> tuned = new TreeSet<>(found);
        tuned.add(BASELINES);
        return "# What the search was given.\n" + base.render(given) + "\n# What it has found.\n"
                + settings.render(tuned) + "\n" + RUN_DIRECTORY + " = " + Settings.quoted(name) + "\n";
    }
}
