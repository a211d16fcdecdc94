package multvae.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import multvae.io.AtomicFile;
import multvae.io.FileTree;
import multvae.io.IoReason;
import multvae.io.Json;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.model.Parameters;

/**
 * The checkpoints of a training, each a directory {@code step-000000123} of arrays and their description, and which of
 * them a training may resume from. A new one is written under another name and moved into place. The one before it is
 * kept, in case the new one is torn.
 */
final class Checkpoints {

    private static final String STEP = "step-";
    private static final Pattern NAME = Pattern.compile(STEP + "\\d{9,18}"); // and no copy that a user has made
    private static final String UNFINISHED = "unfinished";
    private static final int KEPT = 2;

    private final Path directory;
    private final SortedMap<String, Object> identity;
    private final SortedMap<String, String> environment;

    /**
     * @param directory may be missing: then there is none
     * @param identity the configuration and data of the training: it resumes only from a checkpoint with the same
     * @param environment of this process: what else decides the bytes
     */
    Checkpoints(Path directory, SortedMap<String, Object> identity, SortedMap<String, String> environment) {
        this.directory = directory;
        this.identity = identity;
        this.environment = environment;
    }

    /** One that is whole. */
    record Found(Path path, CheckpointDescription description) {

        TrainingState state() {
            return description.state();
        }

        /**
         * Fills the arrays.
         *
         * @throws UserError if one is missing, of another shape, or has a value that is not finite
         */
        void restore(Map<String, Parameters> arrays) throws IOException {
            for (Map.Entry<String, Parameters> entry : arrays.entrySet()) {
                for (String name : entry.getValue().names()) {
                    Path file = path.resolve(file(entry.getKey(), name));
                    try {
                        ArrayFile.read(file, entry.getValue().get(name));
                    } catch (ArrayFile.OtherArrayException | NoSuchFileException e) {
                        throw otherArray(file, e);
                    }
                }
            }
        }

        private UserError otherArray(Path file, IOException e) {
            return new UserError(
                    file.toString(), "an array of this training's checkpoint", IoReason.of(e), remedy(), e);
        }

        /** What to do if it cannot be resumed from. */
        String remedy() {
            return "delete " + path + " to resume from the checkpoint before it, or to train from the start";
        }
    }

    /** Writes one, and deletes all but it and the one before. What has more steps is damaged, or another training's. */
    void write(long steps, TrainingState state, Map<String, Parameters> arrays) throws IOException {
        Path unfinished = directory.resolve(UNFINISHED);
        FileTree.delete(unfinished);
        Files.createDirectories(unfinished);
        SortedMap<String, String> files = new TreeMap<>();
        for (Map.Entry<String, Parameters> entry : arrays.entrySet()) {
            for (String name : entry.getValue().names()) {
                String file = file(entry.getKey(), name);
                files.put(file, ArrayFile.write(entry.getValue().get(name), unfinished.resolve(file)));
            }
        }
        new CheckpointDescription(identity, environment, state, files).write(unfinished);
        AtomicFile.syncDirectory(unfinished);
        Path finished = directory.resolve(String.format(Locale.ROOT, "%s%09d", STEP, steps));
        FileTree.delete(finished);
        AtomicFile.moveDirectory(unfinished, finished);
        deleteThoseAfter(finished);
        keep(KEPT);
    }

    /** Deletes all but the newest: once training is over, no later write can tear it. */
    void keepNewest() throws IOException {
        keep(1);
    }

    private void keep(int count) throws IOException {
        for (Path old : newestFirst(directory).stream().skip(count).toList()) {
            FileTree.delete(old);
        }
    }

    /** @return what was deleted */
    private List<Path> deleteThoseAfter(Path checkpoint) throws IOException {
        List<Path> after = newestFirst(directory).stream()
                .takeWhile(other -> !other.equals(checkpoint))
                .toList();
        for (Path other : after) {
            FileTree.delete(other);
        }
        return after;
    }

    private static String file(String role, String parameter) {
        return role + "." + parameter + ".npy";
    }

    /**
     * The newest whole checkpoint of this training, which was cut short. The newer ones, which are damaged, are deleted, since
     * only two are kept.
     *
     * @param progress told of each that is damaged
     * @throws UserError if it was made in an environment whose numbers may differ in the last bits
     */
    Optional<Found> own(TrainingProgress progress) throws IOException {
        Optional<Found> found = newest(directory, damage -> progress.note("skipping a damaged checkpoint, " + damage))
                .filter(this::isOfThisTraining);
        if (found.isPresent() && !found.get().description.environment().equals(environment)) {
            throw new UserError(
                    found.get().path.toString(),
                    "a checkpoint made with " + environment,
                    "one made with "
                            + Printable.oneLine(
                                    found.get().description.environment().toString()),
                    "resume where it was made, or delete " + directory + " to train from the start");
        }
        if (found.isPresent()) {
            for (Path damaged : deleteThoseAfter(found.get().path)) {
                progress.note("deleted the damaged checkpoint " + damaged);
            }
        }
        return found;
    }

    /**
     * The last checkpoint of an earlier, complete training, if this one would have taken exactly its steps first.
     *
     * @param earlier the directory of its checkpoints
     * @param until the epochs of this one
     */
    Optional<Found> ofEarlier(Path earlier, int until, int evaluateEvery) throws IOException {
        return newest(earlier, damage -> {})
                .filter(found -> isOfThisTraining(found)
                        && found.description.environment().equals(environment)
                        && found.state().batch() == 0
                        && found.state().epoch() <= until
                        // its last epoch would have been evaluated here too
                        && found.state().epoch() % evaluateEvery == 0);
    }

    private boolean isOfThisTraining(Found found) {
        // as text, since a number that was read back may be of another type
        return Json.canonical(found.description.identity()).equals(Json.canonical(identity));
    }

    private static Optional<Found> newest(Path directory, Consumer<String> damaged) throws IOException {
        for (Path path : newestFirst(directory)) {
            try {
                return Optional.of(new Found(path, CheckpointDescription.read(path)));
            } catch (CheckpointDescription.DamagedException e) {
                damaged.accept(e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static long steps(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring(STEP.length()));
    }

    private static List<Path> newestFirst(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(child ->
                            NAME.matcher(child.getFileName().toString()).matches())
                    .sorted(Comparator.comparingLong(Checkpoints::steps).reversed())
                    .toList();
        }
    }
}
