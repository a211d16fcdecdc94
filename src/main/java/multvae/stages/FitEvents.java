package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import multvae.matrix.AllEvents;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.run.RunLayout;

/** The events that baselines are fitted to: those that the model was trained on. */
final class FitEvents {

    /** Gives the path of an output of preprocess. */
    @FunctionalInterface
    interface Files {
        Path path(RunLayout.Artifact artifact) throws IOException;
    }

    private FitEvents() {}

    /** @param finalFit whether these are all events, those of the validation users too */
    static CsrMatrix read(Files files, UserIndex users, int items, boolean finalFit) throws IOException {
        CsrMatrix train = read(files, RunLayout.TRAIN_MATRIX, users.size(Part.TRAIN), items);
        if (!finalFit) {
            return train;
        }
        int validation = users.size(Part.VALIDATION);
        return AllEvents.of(
                train,
                read(files, RunLayout.VALIDATION_FOLD_IN, validation, items),
                read(files, RunLayout.VALIDATION_HELD_OUT, validation, items),
                users);
    }

    private static CsrMatrix read(Files files, RunLayout.Artifact matrix, int users, int items) throws IOException {
        return CsrFile.read(files.path(matrix), users, items);
    }
}
