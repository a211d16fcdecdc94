package multvae.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The hashes of files, each read once a run. */
public final class FileHashes {

    private final Map<Path, FileHash> known = new HashMap<>();

    public FileHash of(Path file) throws IOException {
        FileHash hash = known.get(file);
        if (hash == null) {
            hash = FileHash.of(file);
            known.put(file, hash);
        }
        return hash;
    }

    /** What stands where a file of a certain content should, unless it is that file. */
    public Optional<String> difference(Path file, FileHash expected) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.of(Files.exists(file) ? "no regular file" : "nothing");
        }
        if (Files.size(file) != expected.bytes()) {
            return Optional.of(FileHash.bytes(Files.size(file))); // no need to read it
        }
        FileHash found = of(file);
        return found.equals(expected) ? Optional.empty() : Optional.of(found.describe());
    }

    /** Other files may stand in a directory now. */
    public void forget(Path directory) {
        known.keySet().removeIf(file -> file.startsWith(directory));
    }
}
