package multvae.stages;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import multvae.matrix.AllEvents;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.run.RunLayout;

/** The files of the events that baselines are fitted to, those that the model was trained on. Each process reads them for itself. */
public sealed interface FitEvents extends Serializable {

    /** Gives the path of an output of preprocess. */
    @FunctionalInterface
    interface Files {
        Path path(RunLayout.Artifact artifact) throws IOException;
    }

    /**
     * The events of the train users.
     *
     * @param file their matrix
     * @param users rows that it has, or {@link CsrFile#ANY}
     * @param items its columns
     */
    record OfTrain(String file, int users, int items) implements FitEvents {

        private static final long serialVersionUID = 1;

        @Override
        public List<Path> files() {
            return List.of(Path.of(file));
        }

        @Override
        public List<Path> held() {
            return List.of();
        }

        @Override
        public CsrMatrix read() {
            return CsrFile.read(Path.of(file), users, items);
        }

        @Override
        public void forEachRow(Consumer<int[]> action) {
            CsrFile.forEachRow(Path.of(file), users, items, action);
        }
    }

    /**
     * The events of the train and the validation users: those of a final fit.
     *
     * @param train those of the train users
     * @param foldIn of the validation users
     * @param heldOut of the validation users
     * @param userIndex whose rows these are: some may be train users too
     * @param validationUsers rows that {@code foldIn} and {@code heldOut} have
     */
    record OfTrainAndValidation(OfTrain train, String foldIn, String heldOut, String userIndex, int validationUsers)
            implements FitEvents {

        private static final long serialVersionUID = 1;

        @Override
        public int items() {
            return train.items();
        }

        @Override
        public List<Path> files() {
            return List.of(Path.of(train.file()), Path.of(foldIn), Path.of(heldOut), Path.of(userIndex));
        }

        @Override
        public List<Path> held() {
            return List.of(Path.of(foldIn), Path.of(heldOut), Path.of(userIndex));
        }

        @Override
        public CsrMatrix read() {
            return AllEvents.of(train.read(), validation(foldIn), validation(heldOut), users());
        }

        @Override
        public void forEachRow(Consumer<int[]> action) {
            AllEvents all = new AllEvents(validation(foldIn), validation(heldOut), users());
            train.forEachRow(row -> action.accept(all.next(row)));
            all.rest(action);
        }

        private CsrMatrix validation(String file) {
            return CsrFile.read(Path.of(file), validationUsers, items());
        }

        private UserIndex users() {
            return UserIndex.read(Path.of(userIndex));
        }
    }

    /**
     * The events that a run's baselines are fitted to.
     *
     * @param items how many there are
     * @param finalFit whether the events of the validation users are among them
     */
    static FitEvents of(Files files, UserIndex users, int items, boolean finalFit) throws IOException {
        OfTrain train = new OfTrain(absolute(files, RunLayout.TRAIN_MATRIX), users.size(Part.TRAIN), items);
        return finalFit
                ? new OfTrainAndValidation(
                        train,
                        absolute(files, RunLayout.VALIDATION_FOLD_IN),
                        absolute(files, RunLayout.VALIDATION_HELD_OUT),
                        absolute(files, RunLayout.USERS),
                        users.size(Part.VALIDATION))
                : train;
    }

    /** Those of the train users, however many there are. */
    static FitEvents ofTrain(Files files, int items) throws IOException {
        return new OfTrain(absolute(files, RunLayout.TRAIN_MATRIX), CsrFile.ANY, items);
    }

    private static String absolute(Files files, RunLayout.Artifact artifact) throws IOException {
        return files.path(artifact).toAbsolutePath().toString();
    }

    /** How many items there are: the columns of all files. */
    int items();

    /** All files. */
    List<Path> files();

    /** Those that {@link #forEachRow} takes into memory. */
    List<Path> held();

    /** All events, [users, items]. */
    CsrMatrix read();

    /**
     * The items of each user, ascending: the rows of {@link #read}. No more is in memory than one row and the {@link #held} files.
     *
     * @throws multvae.io.UserError if a file cannot be read; rows have been handed on by then
     */
    void forEachRow(Consumer<int[]> action);
}
