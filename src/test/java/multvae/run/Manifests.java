package multvae.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.io.FileHash;

/** Manifests of stages that did not run. */
public final class Manifests {

    private Manifests() {}

    /** Writes the manifest of version 1 of the stage that the directory is named after. */
    public static void write(Path directory, Map<String, FileHash> inputs, Map<String, FileHash> outputs)
            throws IOException {
        String stage = directory.getFileName().toString();
        SortedMap<String, Object> slice = new TreeMap<>();
        SortedMap<String, FileHash> sorted = new TreeMap<>(inputs);
        String fingerprint = Manifest.fingerprint(stage, 1, slice, sorted);
        Files.createDirectories(directory);
        new Manifest(stage, 1, fingerprint, slice, sorted, new TreeMap<>(outputs), Map.of(), "2026-01-01T00:00:00Z", 1)
                .write(directory);
    }
}
