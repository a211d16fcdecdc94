package multvae.training;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import multvae.config.Settings;
import multvae.run.RunDirectory;

/**
 * Does trainings of one run's data side by side, before they are asked for one by one: they are fresh then. Each has its own directory
 * within the run's, its checkpoints too, so that what is lost resumes from there.
 */
@FunctionalInterface
public interface Ahead {

    /** Leaves everything to be done one by one. */
    Ahead NOTHING = (run, trainings, environment, force) -> false;

    /**
     * A training.
     *
     * @param branch its directory within the run's
     * @param settings all of them
     * @param until after which epoch it ends, from 1
     */
    record Training(String branch, Settings settings, int until) {}

    /**
     * Trains. One that diverges is left undone: whoever asks for it finds that out again.
     *
     * @param run has its data, fresh
     * @param environment recorded in every manifest
     * @param force whether they are trained even if fresh
     * @return whether the others are done
     */
    boolean train(RunDirectory run, List<Training> trainings, Map<String, Object> environment, boolean force)
            throws IOException;
}
