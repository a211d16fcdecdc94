package multvae.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import multvae.io.FileHash;
import multvae.io.FileSet;
import multvae.io.RegularFile;

/** The hashes of files, each file read once per run. */
final class FileHashes {

    private static final String UNREAD = "0".repeat(64);

    private final Map<Path, FileHash> known = new HashMap<>();

    FileHash of(Path file) throws IOException {
        FileHash hash = known.get(file);
        if (hash == null) {
            hash = FileHash.of(file);
            known.put(file, hash);
        }
        return hash;
    }

    /** Of several files as one. */
    FileHash of(List<Path> files) throws IOException {
        Map<Path, FileHash> all = new LinkedHashMap<>();
        for (Path file : files) {
            all.put(file, of(file));
        }
        return FileSet.hash(all);
    }

    /** As {@link #of(List)}; of files that have another size than before nothing is read, and no more is known than that they differ. */
    FileHash of(List<Path> files, FileHash before) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += RegularFile.size(file);
        }
        return bytes == before.bytes() ? of(files) : new FileHash(bytes, UNREAD);
    }

    /** As {@link FileHash#difference}; a file that has the expected content is not read again. */
    Optional<String> difference(Path file, FileHash expected) throws IOException {
        if (expected.equals(known.get(file)) && Files.isRegularFile(file) && Files.size(file) == expected.bytes()) {
            return Optional.empty();
        }
        Optional<String> difference = expected.difference(file);
        if (difference.isEmpty()) {
            known.put(file, expected);
        }
        return difference;
    }

    /** Other files may be in a directory now. */
    void forget(Path directory) {
        known.keySet().removeIf(file -> file.startsWith(directory));
    }
}
