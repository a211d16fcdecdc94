package multvae.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;

/** Reads checkpoints as a training does that may resume from one. */
public final class CheckpointReading {

    private CheckpointReading() {}

    /** Whether the newest one is whole. */
    public static boolean isWhole(Path directory) throws IOException {
        boolean[] damaged = {false};
        TrainingProgress progress = new TrainingProgress() {
            @Override
            public void note(String line) {
                damaged[0] = true;
            }
        };
        new Checkpoints(directory, new TreeMap<>(), new TreeMap<>()).own(progress);
        return !damaged[0];
    }
}
