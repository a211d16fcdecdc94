package multvae.stages;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import multvae.matrix.AllEvents;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.run.RunLayout;

/**
 * The files of the events that baselines are fitted to, those that the model was trained on. Each process reads them for itself.
 *
 * @param train the train users
 * @param foldIn of the validation users; null if only the train users are fitted to
 * @param heldOut of the validation users; null likewise
 * @param users whose rows these are; null likewise
 * @param trainUsers rows that train has, or {@link CsrFile#ANY}
 * @param validationUsers rows that the others have
 * @param items columns of all
 */
public record FitEvents(
        String train, String foldIn, String heldOut, String users, int trainUsers, int validationUsers, int items)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /** Gives the path of an output of preprocess. */
    @FunctionalInterface
    interface Files {
        Path path(RunLayout.Artifact artifact) throws IOException;
    }

    /** @param finalFit whether these are all events, those of the validation users too */
    static FitEvents of(Files files, UserIndex users, int items, boolean finalFit) throws IOException {
        return new FitEvents(
                absolute(files, RunLayout.TRAIN_MATRIX),
                finalFit ? absolute(files, RunLayout.VALIDATION_FOLD_IN) : null,
                finalFit ? absolute(files, RunLayout.VALIDATION_HELD_OUT) : null,
                finalFit ? absolute(files, RunLayout.USERS) : null,
                users.size(Part.TRAIN),
                users.size(Part.VALIDATION),
                items);
    }

    /** Those of the train users, however many there are. */
    static FitEvents ofTrain(Files files, int items) throws IOException {
        return new FitEvents(absolute(files, RunLayout.TRAIN_MATRIX), null, null, null, CsrFile.ANY, 0, items);
    }

    private static String absolute(Files files, RunLayout.Artifact artifact) throws IOException {
        return files.path(artifact).toAbsolutePath().toString();
    }

    /** Those that there are. */
    public List<Path> files() {
        return besides(train).toList();
    }

    /** Those that {@link #forEachRow} takes into memory. */
    public List<Path> held() {
        return besides().toList();
    }

    private Stream<Path> besides(String... others) {
        return Stream.concat(
                        Stream.of(others), Stream.of(foldIn, heldOut, users).filter(Objects::nonNull))
                .map(Path::of);
    }

    /** All of them, [users, items]. */
    CsrMatrix read() {
        CsrMatrix matrix = CsrFile.read(Path.of(train), trainUsers, items);
        return foldIn == null
                ? matrix
                : AllEvents.of(matrix, validation(foldIn), validation(heldOut), UserIndex.read(Path.of(users)));
    }

    /**
     * The items of each user, ascending: the rows of the same matrix, of which no more is in memory than one row, and the events of the
     * validation users if they are fitted to.
     *
     * @throws multvae.io.UserError if a file cannot be read; rows have been handed on by then
     */
    public void forEachRow(Consumer<int[]> action) {
        if (foldIn == null) {
            CsrFile.forEachRow(Path.of(train), trainUsers, items, action);
            return;
        }
        AllEvents all = new AllEvents(validation(foldIn), validation(heldOut), UserIndex.read(Path.of(users)));
        CsrFile.forEachRow(Path.of(train), trainUsers, items, row -> action.accept(all.next(row)));
        all.rest(action);
    }

    private CsrMatrix validation(String file) {
        return CsrFile.read(Path.of(file), validationUsers, items);
    }
}
