package multvae.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import multvae.io.IoReason;
import multvae.io.Json;
import multvae.io.NamedFile;
import multvae.io.Printable;
import multvae.io.RegularFile;

/**
 * checkpoint.json: what a checkpoint is of. Beside it is its CRC-32C, checkpoint.json.crc32c.
 *
 * @param identity the configuration and data of the training
 * @param environment what else decides the bytes
 * @param state where training stood
 * @param files the CRC-32C of each array's file
 */
record CheckpointDescription(
        SortedMap<String, Object> identity,
        SortedMap<String, String> environment,
        TrainingState state,
        SortedMap<String, String> files) {

    private static final String FILE = "checkpoint.json";
    private static final String CHECKSUM_FILE = "checkpoint.json.crc32c";
    private static final int MOST_BYTES = 1 << 26; // a hundred thousand epochs
    private static final int MOST_CHECKSUM_BYTES = 16;
    private static final Pattern ARRAY = Pattern.compile("[\\w-]+(\\.[\\w-]+)+"); // in the checkpoint's own directory

    /** @throws NullPointerException if something is missing; a file has to have all of it */
    CheckpointDescription {
        Objects.requireNonNull(identity, "no identity");
        Objects.requireNonNull(environment, "no environment");
        Objects.requireNonNull(state, "no state");
        files.forEach((name, checksum) -> {
            Objects.requireNonNull(checksum, "no checksum");
            if (!ARRAY.matcher(name).matches()) {
                throw new IllegalArgumentException("no name of an array's file");
            }
        });
    }

    /** A checkpoint is not as it was written; the message says which file, and what it has instead. */
    static final class DamagedException extends Exception {
        private DamagedException(Path file, String found) {
            super(file + ": " + found);
        }
    }

    /** Writes it, and forces it to the disk. */
    void write(Path directory) throws IOException {
        byte[] description = Json.indented(this).getBytes(StandardCharsets.UTF_8);
        write(directory.resolve(FILE), description);
        write(directory.resolve(CHECKSUM_FILE), checksum(description).getBytes(StandardCharsets.US_ASCII));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        NamedFile.during(file, () -> Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC));
    }

    /**
     * Reads it, and compares it and the files of all arrays with their checksums. These have no key: that they are right does
     * not mean that training has written what is there.
     */
    static CheckpointDescription read(Path directory) throws IOException, DamagedException {
        Path file = directory.resolve(FILE);
        try {
            byte[] bytes = RegularFile.read(file, MOST_BYTES);
            byte[] checksum = RegularFile.read(directory.resolve(CHECKSUM_FILE), MOST_CHECKSUM_BYTES);
            if (!new String(checksum, StandardCharsets.ISO_8859_1).equals(checksum(bytes))) {
                throw new DamagedException(file, "not what was written");
            }
            CheckpointDescription description = parsed(file, bytes);
            for (Map.Entry<String, String> array : description.files.entrySet()) {
                Path path = directory.resolve(array.getKey());
                if (!ArrayFile.checksum(path).equals(array.getValue())) {
                    throw new DamagedException(path, "not what was written");
                }
            }
            return description;
        } catch (FileSystemException e) { // missing, no file, or too long
            throw new DamagedException(Path.of(e.getFile()), IoReason.of(e));
        }
    }

    private static CheckpointDescription parsed(Path file, byte[] bytes) throws DamagedException {
        try {
            CheckpointDescription description =
                    Json.parse(new String(bytes, StandardCharsets.UTF_8), CheckpointDescription.class);
            if (description != null) {
                return description;
            }
            throw new DamagedException(file, "nothing");
        } catch (JsonProcessingException e) {
            String first = e.getOriginalMessage().lines().findFirst().orElse("something else");
            throw new DamagedException(file, Printable.oneLine(first));
        }
    }

    private static String checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Long.toHexString(crc.getValue());
    }
}
