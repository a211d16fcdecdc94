package multvae.stages;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import multvae.matrix.AllEvents;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.run.RunLayout;
import multvae.run.Stage.Inputs;
import multvae.training.TrainingData;

/**
 * The files of what is trained on, which each process reads for itself.
 *
 * @param train the train users
 * @param foldIn of the validation users
 * @param heldOut of the validation users
 * @param users whose rows these are; null if that does not matter
 */
public record TrainMatrices(String train, String foldIn, String heldOut, String users) implements Serializable {

    private static final long serialVersionUID = 1;

    /** All but the users. */
    static final List<RunLayout.Artifact> FILES =
            List.of(RunLayout.TRAIN_MATRIX, RunLayout.VALIDATION_FOLD_IN, RunLayout.VALIDATION_HELD_OUT);

    /** @param withUsers whether there is to be a training on everything */
    static TrainMatrices of(Inputs inputs, boolean withUsers) {
        return new TrainMatrices(
                absolute(inputs, RunLayout.TRAIN_MATRIX),
                absolute(inputs, RunLayout.VALIDATION_FOLD_IN),
                absolute(inputs, RunLayout.VALIDATION_HELD_OUT),
                withUsers ? absolute(inputs, RunLayout.USERS) : null);
    }

    private static String absolute(Inputs inputs, RunLayout.Artifact artifact) {
        return inputs.path(artifact).toAbsolutePath().toString();
    }

    /** Those that there are. */
    public List<Path> files() {
        return Stream.of(train, foldIn, heldOut, users)
                .filter(Objects::nonNull)
                .map(Path::of)
                .toList();
    }

    /** The matrices, which fit each other and the users. */
    TrainingData read() {
        boolean known = users != null;
        UserIndex index = known ? UserIndex.read(Path.of(users)) : null;
        CsrMatrix matrix = CsrFile.read(Path.of(train), known ? index.size(Part.TRAIN) : CsrFile.ANY, CsrFile.ANY);
        CsrMatrix first =
                CsrFile.read(Path.of(foldIn), known ? index.size(Part.VALIDATION) : CsrFile.ANY, matrix.columns());
        return new TrainingData(matrix, first, CsrFile.read(Path.of(heldOut), first.rows(), matrix.columns()));
    }

    /** The train users alone. */
    public CsrMatrix readTrain() {
        return CsrFile.read(Path.of(train));
    }

    /** All events that are not tested. */
    public CsrMatrix readEverything() {
        return everything(read());
    }

    CsrMatrix everything(TrainingData data) {
        return AllEvents.of(
                data.train(), data.validationFoldIn(), data.validationHeldOut(), UserIndex.read(Path.of(users)));
    }
}
