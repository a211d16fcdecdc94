package multvae.pipeline;

import java.nio.file.Path;

/**
 * A file that a stage reads.
 *
 * @param name how the stage and its manifest call it
 * @param stage the stage that writes it; empty for a file of the user's
 * @param path the file's name in that stage's directory, or the path of the user's file
 */
public record Input(String name, String stage, Path path) {

    /** A file that an earlier stage writes; its name is {@code stage/file}. */
    public static Input of(String stage, String file) {
        return new Input(stage + "/" + file, stage, Path.of(file));
    }

    /** A file of the user's. */
    public static Input external(String name, Path path) {
        return new Input(name, "", path);
    }

    boolean isExternal() {
        return stage.isEmpty();
    }
}
