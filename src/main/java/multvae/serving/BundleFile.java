package multvae.serving;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedMap;
import multvae.io.FileHash;
import multvae.io.SealedJson;
import multvae.io.UserError;

/**
 * bundle.json: what a bundle is of, and the hashes of its other files.
 *
 * @param modelVersion the first digits of the SHA-256 of model.fb
 * @param fingerprints of the run's stages, by name
 * @param configuration what the data and the model were made with, by dotted key
 * @param files the other files' hashes, by name
 */
record BundleFile(
        String modelVersion,
        SortedMap<String, String> fingerprints,
        SortedMap<String, Object> configuration,
        SortedMap<String, FileHash> files) {

    static final String REMEDY = "make the bundle again";

    private static final int FORMAT = 1;

    BundleFile {
        Objects.requireNonNull(modelVersion, "no modelVersion");
        Objects.requireNonNull(fingerprints, "no fingerprints");
        Objects.requireNonNull(configuration, "no configuration");
        Objects.requireNonNull(files, "no files");
    }

    String text() {
        return SealedJson.seal(FORMAT, this);
    }

    /** @throws UserError if it is not a file that this version wrote */
    static BundleFile read(Path file) throws IOException {
        try {
            return SealedJson.read(
                    file,
                    FORMAT,
                    BundleFile.class,
                    format -> new UserError(
                            file.toString(),
                            "a bundle of format " + FORMAT,
                            "format " + format + ", a newer version's",
                            "use that version"));
        } catch (SealedJson.BrokenSealException e) {
            throw damaged(file, e.getMessage());
        }
    }

    private static UserError damaged(Path file, String found) {
        return new UserError(file.toString(), "a bundle's description", found, REMEDY);
    }
}
