package multvae.pipeline;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import multvae.error.UserError;
import multvae.files.Durable;

/** A manifest as a file. */
final class ManifestFile {

    private static final int FORMAT = 1;

    private ManifestFile() {}

    /**
     * What stands in a stage's directory.
     *
     * @param manifest the manifest, if there is a sound one
     * @param problem what stands there instead; empty with a sound one
     */
    record Reading(Optional<Manifest> manifest, String problem) {}

    /** @throws UserError where a newer version of this program wrote it */
    static Reading read(Path directory) throws IOException {
        Path file = directory.resolve(Manifest.FILE);
        if (!Files.isRegularFile(file)) {
            return damaged("none");
        }
        if (Files.size(file) > SealedJson.MAX_BYTES) {
            return damaged("a file of " + Files.size(file) + " bytes");
        }
        try {
            return parse(file, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return damaged("none");
        } catch (SealedJson.BrokenSealException e) {
            return damaged(e.getMessage());
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            return damaged(
                    at == null || at.getLineNr() < 1
                            ? "one that does not parse"
                            : "no JSON at line " + at.getLineNr() + ", column " + at.getColumnNr());
        }
    }

    /** Whether a directory's manifest is sound; one of a newer version's is that version's to judge. */
    static boolean isSound(Path directory) throws IOException {
        try {
            return read(directory).manifest().isPresent();
        } catch (UserError newer) {
            return false;
        }
    }

    private static Reading parse(Path file, String text)
            throws JsonProcessingException, SealedJson.BrokenSealException {
        ObjectNode fields = SealedJson.open(
                text,
                FORMAT,
                format -> new UserError(
                        file.toString(),
                        "a manifest of format " + FORMAT,
                        "format " + format + ", a newer version's",
                        "use that version, choose another -Drun.directory, or replace it with -Dforce=true"));
        Manifest manifest = SealedJson.value(fields, Manifest.class);
        if (!Manifest.fingerprint(manifest.stage(), manifest.version(), manifest.slice(), manifest.inputs())
                .equals(manifest.fingerprint())) {
            return damaged("one with another content's fingerprint");
        }
        return new Reading(Optional.of(manifest), "");
    }

    private static Reading damaged(String found) {
        return new Reading(Optional.empty(), found);
    }

    static void write(Path directory, Manifest manifest) throws IOException {
        Durable.write(directory.resolve(Manifest.FILE), SealedJson.seal(FORMAT, manifest));
    }
}
