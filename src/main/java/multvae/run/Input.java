package multvae.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import multvae.io.FileSet;
import multvae.io.IoReason;
import multvae.io.Locations;
import multvae.io.UserError;

/**
 * A file that a stage reads, or several files of the user's that count as one.
 *
 * @param name what the stage and its manifest call it
 * @param stage the stage that writes it; empty for the user's files
 * @param path the file's name in that stage's directory, or what names the user's files, as {@link FileSet} takes it
 * @param key the configuration key that names the user's files; empty for others
 * @param optional whether the stage does without it
 */
public record Input(String name, String stage, String path, String key, boolean optional) {

    /** A file that an earlier stage writes; its name is {@code stage/file}. */
    public static Input of(RunLayout.Artifact artifact) {
        return new Input(artifact.name(), artifact.stage(), artifact.file(), "", false);
    }

    /** The user's files, named by a configuration key. */
    public static Input external(String name, String key, String path) {
        return new Input(name, "", path, key, false);
    }

    /** A user's file that may be missing. */
    public static Input optional(String name, String path) {
        return new Input(name, "", path, "", true);
    }

    /** Whether it is a file of the user's. */
    public boolean isExternal() {
        return stage.isEmpty();
    }

    /** The user's files, readable ones; none if there are none, or one of them is not readable. */
    public List<Path> files() {
        List<Path> named = named();
        return unreadable(named).isEmpty() ? named : List.of();
    }

    private List<Path> named() {
        try {
            return FileSet.of(path);
        } catch (IOException e) {
            if (!Locations.isAddress(path)) {
                throw new UncheckedIOException(e);
            }
            throw new UserError(
                    path, "a file system that answers", IoReason.of(e), "check the address and spark.hadoop.*", e);
        }
    }

    private static Optional<Path> unreadable(List<Path> files) {
        return files.stream().filter(file -> !Files.isReadable(file)).findFirst();
    }

    /** What is wrong with a user's file that the stage cannot do without. */
    public Optional<UserError> problem() {
        if (!isExternal() || optional) {
            return Optional.empty();
        }
        List<Path> named = named();
        if (named.isEmpty()) {
            return problem(path + FileSet.whatIsWrong(path), "set " + key + " to another file");
        }
        return unreadable(named)
                .flatMap(file -> problem(
                        file + ", which may not be read",
                        "change its permissions, or set " + key + " to another file"));
    }

    private Optional<UserError> problem(String found, String remedy) {
        return Optional.of(new UserError(key, "a readable file", found, remedy));
    }
}
