package multvae.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import multvae.io.AtomicFile;
import multvae.io.FileTree;
import multvae.io.Json;
import multvae.model.Parameters;

/**
 * The checkpoints of a training, each a directory {@code step-000000123} of arrays and their description. A new one is
 * written under another name and comes to stand in one move; the one before it is kept, in case the new one is torn.
 */
final class Checkpoints {

    private static final String STEP = "step-";
    private static final String UNFINISHED = "unfinished";
    private static final String DESCRIPTION = "checkpoint.json";
    private static final String DESCRIPTION_CHECKSUM = "checkpoint.json.crc32c";
    private static final int KEPT = 2;

    private final Path directory;

    /** @param directory may be missing: then there is none */
    Checkpoints(Path directory) {
        this.directory = directory;
    }

    /** Writes one, and deletes all but it and the one before. */
    void write(
            long steps,
            SortedMap<String, Object> identity,
            SortedMap<String, String> environment,
            TrainingState state,
            Map<String, Parameters> arrays)
            throws IOException {
        Path unfinished = directory.resolve(UNFINISHED);
        FileTree.delete(unfinished);
        Files.createDirectories(unfinished);
        SortedMap<String, String> files = new TreeMap<>();
        for (Map.Entry<String, Parameters> entry : arrays.entrySet()) {
            for (String name : entry.getValue().names()) {
                String file = file(entry.getKey(), name);
                files.put(file, ArrayFile.write(entry.getValue().get(name), unfinished.resolve(file)));
            }
        }
        byte[] description = Json.indented(new Checkpoint(identity, environment, state, files))
                .getBytes(StandardCharsets.UTF_8);
        write(unfinished.resolve(DESCRIPTION), description);
        write(unfinished.resolve(DESCRIPTION_CHECKSUM), checksum(description).getBytes(StandardCharsets.US_ASCII));
        AtomicFile.syncDirectory(unfinished);
        Path finished = directory.resolve(String.format(Locale.ROOT, "%s%09d", STEP, steps));
        FileTree.delete(finished);
        AtomicFile.moveDirectory(unfinished, finished);
        keep(KEPT);
    }

    /** Deletes all but the newest: once training is over, no later write can tear it. */
    void keepNewest() throws IOException {
        keep(1);
    }

    private void keep(int count) throws IOException {
        for (Path old : newestFirst().stream().skip(count).toList()) {
            FileTree.delete(old);
        }
    }

    private static String file(String role, String parameter) {
        return role + "." + parameter + ".npy";
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
    }

    /** One that is whole. */
    record Found(Path path, Checkpoint checkpoint) {

        /** Fills the arrays; those that it does not hold are left. */
        void restore(Map<String, Parameters> arrays) throws IOException {
            for (Map.Entry<String, Parameters> entry : arrays.entrySet()) {
                for (String name : entry.getValue().names()) {
                    ArrayFile.read(
                            path.resolve(file(entry.getKey(), name)),
                            entry.getValue().get(name));
                }
            }
        }
    }

    /**
     * The newest that is whole.
     *
     * @param damaged told of each newer one that is not
     */
    Optional<Found> newest(Consumer<String> damaged) throws IOException {
        for (Path path : newestFirst()) {
            try {
                return Optional.of(new Found(path, verified(path)));
            } catch (DamagedException | NoSuchFileException e) {
                damaged.accept(path + ": " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static final class DamagedException extends IOException {
        DamagedException(String message) {
            super(message);
        }
    }

    private static Checkpoint verified(Path path) throws IOException {
        byte[] description = Files.readAllBytes(path.resolve(DESCRIPTION));
        String checksum = Files.readString(path.resolve(DESCRIPTION_CHECKSUM), StandardCharsets.ISO_8859_1);
        if (!checksum.equals(checksum(description))) {
            throw new DamagedException(DESCRIPTION + " is not what was written");
        }
        Checkpoint checkpoint = Json.parse(new String(description, StandardCharsets.UTF_8), Checkpoint.class);
        for (Map.Entry<String, String> file : checkpoint.files().entrySet()) {
            if (!ArrayFile.checksum(path.resolve(file.getKey())).equals(file.getValue())) {
                throw new DamagedException(file.getKey() + " is not what was written");
            }
        }
        return checkpoint;
    }

    private static String checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Long.toHexString(crc.getValue());
    }

    private List<Path> newestFirst() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(child -> child.getFileName().toString().startsWith(STEP))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    /** Deletes them all. */
    void delete() throws IOException {
        FileTree.delete(directory);
    }
}
