package multvae.sweep;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import multvae.config.EvaluateSettings.Baseline;
import multvae.config.Settings;
import multvae.run.Pipeline;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.sweep.Tune.Space;

/**
 * The runs of a search's trials, each in a directory within the run's.
 *
 * @param run has the data
 * @param environment recorded in every manifest
 */
record TrialRuns(RunDirectory run, Tune.Stages stages, Map<String, Object> environment) {

    /** The path of a trial's directory within the run's. */
    static String path(Space space, int trial) {
        return RunLayout.TUNE + "/" + space.name() + "/" + String.format(Locale.ROOT, "trial-%03d", trial);
    }

    /** The directory of a trial, created. */
    RunDirectory branch(Space space, int trial) throws IOException {
        return run.branch(path(space, trial), SeedRuns.SHARED);
    }

    /** The stages of a run whose training ends after an epoch. */
    Pipeline training(Settings settings, int until, RunDirectory directory) {
        return pipeline(stages.of(settings, until), directory);
    }

    /** The stages of a baseline. */
    Pipeline fit(Settings settings, Baseline baseline, RunDirectory directory) {
        return pipeline(stages.of(settings, baseline), directory);
    }

    private Pipeline pipeline(List<Stage> of, RunDirectory directory) {
        return new Pipeline(of, directory, environment);
    }

    /** Whether the training up to an epoch is done and fresh. */
    boolean isTrained(Settings settings, int until, RunDirectory directory) throws IOException {
        return training(settings, until, directory).plan(SeedRuns.TRAIN, false).steps().stream()
                .filter(step -> step.judgement().stage().equals(RunLayout.TRAIN))
                .allMatch(step -> step.judgement().isFresh());
    }
}
