package multvae.training;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import multvae.config.TrainSettings;
import multvae.io.Json;
import multvae.io.UserError;

/**
 * Which checkpoint a training may go on from.
 *
 * @param identity of the training
 * @param environment of this process
 */
record Resumption(SortedMap<String, Object> identity, SortedMap<String, String> environment) {

    /**
     * The newest whole checkpoint of the training itself, which was cut short.
     *
     * @throws UserError where it was made in an environment whose numbers may differ in the last bits
     */
    Optional<Checkpoints.Found> own(Checkpoints checkpoints, TrainingProgress progress) throws IOException {
        Optional<Checkpoints.Found> found = checkpoints
                .newest(damage -> progress.note("skipping a damaged checkpoint, " + damage))
                .filter(this::isOfThisTraining);
        if (found.isPresent() && !found.get().checkpoint().environment().equals(environment)) {
            throw new UserError(
                    found.get().path().toString(),
                    "a checkpoint made with " + environment,
                    "one made with " + found.get().checkpoint().environment(),
                    "go on where it was made, or train from the start with -Dforce=true");
        }
        return found;
    }

    /** The last checkpoint of an earlier, complete training, if this one would have taken exactly its steps first. */
    Optional<Checkpoints.Found> previous(Checkpoints checkpoints, TrainSettings settings) throws IOException {
        return checkpoints.newest(damage -> {}).filter(found -> {
            TrainingState state = found.checkpoint().state();
            return isOfThisTraining(found)
                    && found.checkpoint().environment().equals(environment)
                    && state.batch() == 0
                    && state.epoch() <= settings.epochs()
                    && state.epoch() % settings.evaluateEvery()
                            == 0; // its last epoch would have been evaluated here too
        });
    }

    private boolean isOfThisTraining(Checkpoints.Found found) {
        // as text, since a number that was read back may be of another type
        return Json.canonical(found.checkpoint().identity()).equals(Json.canonical(identity));
    }
}
