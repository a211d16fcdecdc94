package multvae.stages;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import multvae.matrix.AllEvents;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.run.RunLayout;
import multvae.run.Stage.Inputs;
import multvae.training.TrainingData;

/** The files of what is trained on, which each process reads for itself. */
public final class TrainMatrices implements Serializable {

    private static final long serialVersionUID = 2;

    /** All but the index of users. */
    static final List<RunLayout.Artifact> FILES =
            List.of(RunLayout.TRAIN_MATRIX, RunLayout.VALIDATION_FOLD_IN, RunLayout.VALIDATION_HELD_OUT);

    private final String train;
    private final String foldIn;
    private final String heldOut;
    private final String userIndex; // null without one: an Optional cannot be sent to an executor

    private TrainMatrices(String train, String foldIn, String heldOut, String userIndex) {
        this.train = train;
        this.foldIn = foldIn;
        this.heldOut = heldOut;
        this.userIndex = userIndex;
    }

    /** @param finalFit whether there is to be a training on everything, which needs the index of users */
    static TrainMatrices of(Inputs inputs, boolean finalFit) {
        return new TrainMatrices(
                absolute(inputs, RunLayout.TRAIN_MATRIX),
                absolute(inputs, RunLayout.VALIDATION_FOLD_IN),
                absolute(inputs, RunLayout.VALIDATION_HELD_OUT),
                finalFit ? absolute(inputs, RunLayout.USERS) : null);
    }

    private static String absolute(Inputs inputs, RunLayout.Artifact artifact) {
        return inputs.path(artifact).toAbsolutePath().toString();
    }

    private Optional<Path> userIndex() {
        return Optional.ofNullable(userIndex).map(Path::of);
    }

    /** All files. */
    public List<Path> files() {
        return Stream.concat(Stream.of(train, foldIn, heldOut).map(Path::of), userIndex().stream())
                .toList();
    }

    /** The matrices, which fit each other and, if there is an index of users, that too. */
    TrainingData read() {
        Optional<UserIndex> users = userIndex().map(UserIndex::read);
        CsrMatrix matrix = CsrFile.read(Path.of(train), rows(users, Part.TRAIN), CsrFile.ANY);
        CsrMatrix first = CsrFile.read(Path.of(foldIn), rows(users, Part.VALIDATION), matrix.columns());
        CsrMatrix second = CsrFile.read(Path.of(heldOut), first.rows(), matrix.columns());
        return new TrainingData(matrix, first, second);
    }

    private static int rows(Optional<UserIndex> users, Part part) {
        return users.map(index -> index.size(part)).orElse(CsrFile.ANY);
    }

    /** The train users alone. */
    public CsrMatrix readTrain() {
        return CsrFile.read(Path.of(train));
    }

    /** All events that are not tested, of a final fit. */
    public CsrMatrix readEverything() {
        return everything(read());
    }

    CsrMatrix everything(TrainingData data) {
        UserIndex users = UserIndex.read(userIndex().orElseThrow());
        return AllEvents.of(data.train(), data.validationFoldIn(), data.validationHeldOut(), users);
    }
}
