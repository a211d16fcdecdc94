package multvae.training;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import multvae.config.Settings;
import multvae.run.RunDirectory;

/**
 * Does trainings of one run's data at once. A sweep or a search calls it first and then asks for the trainings one by one, as it would
 * without it: those that are done are fresh. Each has its own directory within the run's, with its checkpoints, so a training that is
 * lost resumes from there.
 */
@FunctionalInterface
public interface ParallelTrainings {

    /** Does nothing: all trainings are done one by one. */
    ParallelTrainings NONE = (run, trainings, environment, force) -> false;

    /**
     * A training.
     *
     * @param branch its directory within the run's
     * @param settings all of them
     * @param until after which epoch it ends, from 1
     */
    record Training(String branch, Settings settings, int until) {}

    /**
     * Trains. A training that diverges is left undone: it diverges once more when it is asked for, and is reported then.
     *
     * @param run whose fetch and preprocess are fresh
     * @param environment recorded in every manifest
     * @param force whether they are trained even if fresh
     * @return whether all that do not diverge are done; false if this does nothing
     */
    boolean train(RunDirectory run, List<Training> trainings, Map<String, Object> environment, boolean force)
            throws IOException;
}
