package multvae.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedMap;
import multvae.error.UserError;
import multvae.pipeline.FileHash;
import multvae.pipeline.SealedJson;

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

    /** @throws UserError where it is not a file that this version wrote */
    static BundleFile read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > SealedJson.MAX_BYTES) {
            throw damaged(file, "something else");
        }
        ObjectNode fields;
        try {
            fields = SealedJson.open(
                    new String(Files.readAllBytes(file), StandardCharsets.UTF_8),
                    FORMAT,
                    format -> new UserError(
                            file.toString(),
                            "a bundle of format " + FORMAT,
                            "format " + format + ", a newer version's",
                            "use that version"));
        } catch (JsonProcessingException e) {
            throw damaged(file, "no JSON");
        } catch (SealedJson.BrokenSealException e) {
            throw damaged(file, e.getMessage());
        }
        try {
            return SealedJson.value(fields, BundleFile.class);
        } catch (JsonProcessingException e) {
            throw damaged(file, "one with other fields");
        }
    }

    private static UserError damaged(Path file, String found) {
        return new UserError(file.toString(), "a bundle's description", found, REMEDY);
    }
}
