package multvae.training;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a training writes, who takes its steps, and who follows it.
 *
 * @param directory receives what {@link Trainer} writes, and the checkpoints
 * @param workers take the steps: as many as the settings have; absent: this process does
 * @param progress told of epochs and steps
 * @param stop asks the training to stop
 */
public record TrainingSite(Path directory, Optional<Workers> workers, TrainingProgress progress, StopRequest stop) {

    /** The same with another directory. */
    TrainingSite in(Path other) {
        return new TrainingSite(other, workers, progress, stop);
    }

    /** The same for a final fit. */
    TrainingSite onEverything() {
        return new TrainingSite(directory, workers.map(Workers::onEverything), progress, stop);
    }
}
