package multvae.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The hashes of files, each read once a run. */
final class FileHashes {

    private final Map<Path, FileHash> known = new HashMap<>();

    FileHash of(Path file) throws IOException {
        FileHash hash = known.get(file);
        if (hash == null) {
            hash = FileHash.of(file);
            known.put(file, hash);
        }
        return hash;
    }

    /** Other files may stand in a directory now. */
    void forget(Path directory) {
        known.keySet().removeIf(file -> file.startsWith(directory));
    }
}
