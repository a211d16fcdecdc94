package multvae.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import multvae.io.UserError;
import multvae.run.RunLayout;
import multvae.weights.Architecture;

/**
 * All that serving needs of a training: from a run's directory or from a bundle, verified.
 *
 * @param model the path of model.fb
 * @param items the items, with how many train users have each
 * @param version the first digits of the SHA-256 of model.fb
 * @param fingerprints of the run's stages, by name
 * @param configuration what the data and the model were made with, by dotted key
 */
record ServedModel(
        Path model,
        Items items,
        String version,
        SortedMap<String, String> fingerprints,
        SortedMap<String, Object> configuration) {

    private static final int VERSION_DIGITS = 12;

    /** @throws UserError where the path is neither a run's directory nor a bundle, or something is wrong with it */
    static ServedModel at(Path path) throws IOException {
        if (Files.exists(path.resolve(Bundle.FILE))) {
            return Bundle.read(path);
        }
        if (Files.exists(path.resolve(RunLayout.RESOLVED_CONF))) {
            return RunModel.read(path);
        }
        throw new UserError(
                path.toString(),
                "the directory of a run or a bundle",
                Files.exists(path) ? "neither" : "nothing",
                "name one such as runs/quickstart");
    }

    /** The name of a model by its content. */
    static String version(String sha256) {
        return sha256.substring(0, VERSION_DIGITS);
    }

    /** The layers; no dropout and no penalty, which are of training. */
    Architecture architecture() {
        return new NetworkSettings(configuration).architecture(items.size());
    }
}
