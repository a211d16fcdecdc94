package multvae.stages;

import java.io.IOException;
import multvae.config.DataSettings;
import multvae.config.Settings;
import multvae.config.SplitSettings;
import multvae.io.Json;
import multvae.io.UserError;
import multvae.run.Artifacts;
import multvae.run.Input;
import multvae.run.Manifest;
import multvae.run.RunLayout;
import multvae.run.StageSpec;
import multvae.split.Split;

/** A run's split, made again: the run's matrices do not keep the order of the events. */
public final class RunSplit {

    private RunSplit() {}

    /**
     * Reads the ratings that preprocess read, and divides them as it did. Nothing in the run changes.
     *
     * @param settings the run's own, as its resolved.conf has them
     * @throws UserError if preprocess has not run with these settings, or the ratings are gone or have changed, or the split is
     *     not by users
     */
    public static Split of(Artifacts run, Settings settings) throws IOException {
        SplitSettings.Type type = settings.preprocess().split().type();
        if (type != SplitSettings.Type.USERS) {
            throw new UserError(
                    "preprocess.split.type",
                    "users, the one split that the authors made",
                    type.label(),
                    "leave --published out");
        }
        if (settings.data().table().isPresent()) {
            throw new UserError(
                    DataSettings.TABLE, "ratings in files", "a table of a catalogue", "leave --published out");
        }
        StageSpec spec = new PreprocessStage(settings).spec();
        Manifest made = run.requiredManifest(RunLayout.PREPROCESS);
        if (made.version() != spec.version() || !Json.canonical(made.slice()).equals(Json.canonical(spec.slice()))) {
            throw new UserError(
                    run.root().resolve(RunLayout.RESOLVED_CONF).toString(),
                    "the settings that preprocess has run with, and its version " + spec.version(),
                    "others",
                    "run preprocess again");
        }
        RatingsSource source = RatingsSource.of(settings);
        Input ratings = source.origin().ratings().get(0);
        return Split.of(
                source.reader().quiet().read(run.inputFiles(RunLayout.PREPROCESS, ratings)), settings.preprocess());
    }
}
