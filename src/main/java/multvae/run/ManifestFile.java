package multvae.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import multvae.io.AtomicFile;
import multvae.io.SealedJson;
import multvae.io.UserError;

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

    /** @throws UserError if a newer version of this program wrote it */
    static Reading read(Path directory) throws IOException {
        Path file = directory.resolve(Manifest.FILE);
        try {
            Manifest manifest = SealedJson.read(file, FORMAT, Manifest.class, format -> newer(file, format));
            if (!Manifest.fingerprint(manifest.stage(), manifest.version(), manifest.slice(), manifest.inputs())
                    .equals(manifest.fingerprint())) {
                return damaged("one with another content's fingerprint");
            }
            return new Reading(Optional.of(manifest), "");
        } catch (SealedJson.BrokenSealException e) {
            return damaged(e.getMessage());
        }
    }

    private static UserError newer(Path file, int format) {
        return new UserError(
                file.toString(),
                "a manifest of format " + FORMAT,
                "format " + format + ", a newer version's",
                "use that version, choose another -Drun.directory, or replace it with -Dforce=true");
    }

    /** Whether a directory's manifest is sound; one of a newer version's is that version's to judge. */
    static boolean isSound(Path directory) throws IOException {
        try {
            return read(directory).manifest().isPresent();
        } catch (UserError newer) {
            return false;
        }
    }

    private static Reading damaged(String found) {
        return new Reading(Optional.empty(), found);
    }

    static void write(Path directory, Manifest manifest) throws IOException {
        AtomicFile.write(directory.resolve(Manifest.FILE), SealedJson.seal(FORMAT, manifest));
    }
}
