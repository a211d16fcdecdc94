package multvae.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import multvae.io.UserError;

/**
 * A file that a stage reads.
 *
 * @param name what the stage and its manifest call it
 * @param stage the stage that writes it; empty for a user's file
 * @param path the file's name in that stage's directory, or the path of the user's file
 * @param key the configuration key that names the user's file; empty for others
 * @param optional whether the stage does without it
 */
public record Input(String name, String stage, Path path, String key, boolean optional) {

    /** A file that an earlier stage writes; its name is {@code stage/file}. */
    public static Input of(RunLayout.Artifact artifact) {
        return new Input(artifact.name(), artifact.stage(), Path.of(artifact.file()), "", false);
    }

    /** A user's file, named by a configuration key. */
    public static Input external(String name, String key, Path path) {
        return new Input(name, "", path, key, false);
    }

    /** A user's file that may be missing. */
    public static Input optional(String name, Path path) {
        return new Input(name, "", path, "", true);
    }

    boolean isExternal() {
        return stage.isEmpty();
    }

    /** Whether a user's file is there and readable. */
    boolean isThere() {
        return Files.isRegularFile(path) && Files.isReadable(path);
    }

    /** What is wrong with a user's file that the stage cannot do without. */
    Optional<UserError> problem() {
        if (!isExternal() || optional || isThere()) {
            return Optional.empty();
        }
        String found = Files.isDirectory(path) ? ", a directory" : Files.exists(path) ? "" : ", which is missing";
        return Optional.of(new UserError(key, "a readable file", path + found, "set " + key + " to another file"));
    }
}
