package multvae.cli;

import java.io.IOException;
import java.util.Optional;
import multvae.config.PreprocessSettings;
import multvae.config.Settings;
import multvae.io.Plural;
import multvae.ratings.Dataset;
import multvae.run.Plan;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.split.Split;
import multvae.split.SplitStatistics;

/**
 * How many users there are, as far as it is known before a run: of a data set of the catalogue, and of data that has been
 * preprocessed before with the same settings, the number of held-out users aside. Otherwise these mistakes show only after the ratings
 * have been downloaded and read.
 */
final class KnownUsers {

    private KnownUsers() {}

    /**
     * Checks the number of held-out users of a data set of the catalogue.
     *
     * @throws multvae.io.UserError if they leave nobody to train on
     */
    static void check(Settings settings) {
        boolean own =
                settings.data().ratings().isPresent() || settings.data().query().isPresent();
        Optional<Dataset> dataset =
                own ? Optional.empty() : settings.data().dataset().flatMap(Dataset::named);
        dataset.ifPresent(known -> Split.checkHeldOutUsers(
                settings.preprocess(), known.users(), known.users() + " users of " + known.name()));
    }

    /**
     * Checks it against what preprocess has counted before.
     *
     * @param plan of these settings in this directory
     * @throws multvae.io.UserError if it leaves nobody to train on
     */
    static void check(Settings settings, RunDirectory directory, Plan plan) throws IOException {
        for (Plan.Step step : plan.steps()) {
            Plan.Judgement judgement = step.judgement();
            if (judgement.stage().equals(RunLayout.PREPROCESS)
                    && judgement.isStaleByOnly(PreprocessSettings.HELD_OUT_USERS)) {
                int users = SplitStatistics.read(directory.file(RunLayout.STATISTICS))
                        .users();
                Split.checkHeldOutUsers(settings.preprocess(), users, Plural.of(users, "user"));
            }
        }
    }
}
