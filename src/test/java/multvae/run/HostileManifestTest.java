package multvae.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import multvae.io.FileHash;
import multvae.io.Json;
import multvae.io.UserError;
import multvae.testing.Forgery;
import multvae.testing.Mutations;
import multvae.testing.TrustTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of damaged manifests: what is read is what was written; anything else is named as damaged. */
final class HostileManifestTest {

    @TempDir
    private Path directory;

    @Test
    void a_damaged_manifest_is_never_read_as_another_one() throws IOException {
        Manifest written = write();
        Path file = directory.resolve(RunLayout.MANIFEST);
        byte[] sound = Files.readAllBytes(file);
        Mutations mutations = new Mutations(5);
        int same = 0;
        for (int k = 0; k < Mutations.COUNT; k++) {
            Files.write(file, mutations.mutate(sound));
            try {
                Manifest.Reading reading = Manifest.reading(directory);
                if (reading.manifest().isPresent()) {
                    assertThat(Json.canonical(reading.manifest().get())).isEqualTo(Json.canonical(written));
                    same++;
                } else {
                    assertThat(reading.problem()).isNotEmpty().doesNotContainPattern("\\p{Cntrl}");
                }
            } catch (UserError e) {
                assertThat(e.getMessage()).startsWith(file + ": expected a manifest of format 1, found format");
            }
        }
        assertThat(same).isLessThan(Mutations.COUNT / 4); // white space
    }

    @Test
    void a_huge_and_a_deep_file_are_refused_unread() throws IOException {
        Path file = directory.resolve(RunLayout.MANIFEST);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength((64 << 20) + 1);
        }
        assertThat(Manifest.reading(directory).problem()).isEqualTo("67,108,865 bytes");
        Files.writeString(file, "[".repeat(500_000));
        assertThat(Manifest.reading(directory).problem()).isEqualTo("one that does not parse");
    }

    /** Two files for each shard. With -Pthorough as many as preprocess writes at most. */
    @Test
    void a_manifest_of_many_shards_is_read_back() throws IOException {
        int shards = TrustTable.count(9_999, 99_999);
        TreeMap<String, FileHash> outputs = new TreeMap<>();
        FileHash hash = new FileHash(1L << 40, "cd".repeat(32));
        for (int shard = 0; shard < shards; shard++) {
            outputs.put(RunLayout.trainShard(shard).file(), hash);
            outputs.put(RunLayout.trainShardUsers(shard).file(), hash);
        }
        Manifests.write(directory.resolve("preprocess"), Map.of(), outputs);
        assertThat(Manifest.read(directory.resolve("preprocess")).outputs()).isEqualTo(outputs);
    }

    @Test
    void a_manifest_that_could_not_be_read_back_is_not_written() {
        TreeMap<String, FileHash> inputs =
                new TreeMap<>(Map.of("x".repeat(64 << 20), new FileHash(1, "ab".repeat(32))));
        Path file = directory.resolve("train/manifest.json");
        assertThatThrownBy(() -> Manifests.write(file.getParent(), inputs, Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ": expected at most 67,108,864 bytes to write, found 67,109,");
        assertThat(file).doesNotExist();
    }

    /** With every checksum right: what a stranger may write. */
    @Test
    void a_manifest_of_impossible_fields_is_none() throws IOException {
        write();
        Path file = directory.resolve(RunLayout.MANIFEST);
        byte[] sound = Files.readAllBytes(file);
        for (Consumer<ObjectNode> forgery : List.<Consumer<ObjectNode>>of(
                fields -> fields.putObject("outputs")
                        .putObject("../../x")
                        .put("bytes", 1)
                        .put("sha256", "ab".repeat(32)),
                fields -> fields.putObject("outputs")
                        .putObject("/etc/passwd")
                        .put("bytes", 1)
                        .put("sha256", "ab".repeat(32)),
                fields -> fields.withObject("outputs")
                        .putObject("x")
                        .put("bytes", Long.MAX_VALUE)
                        .put("sha256", "ab".repeat(32)),
                fields -> fields.put("seconds", -1),
                fields -> fields.put("seconds", 1e300),
                fields -> fields.put("start", "\u001b[2J"),
                fields -> fields.putNull("environment"),
                fields -> fields.put("version", -1))) {
            Files.write(file, sound);
            Forgery.edit(file, forgery);
            Files.createDirectories(directory.resolve("train"));
            Files.copy(file, directory.resolve("train/manifest.json"), StandardCopyOption.REPLACE_EXISTING);
            Forgery.seal(directory);
            assertThat(Manifest.reading(directory.resolve("train")).problem()).isEqualTo("one with other fields");
        }
        Files.write(directory.resolve("train/manifest.json"), sound);
        Forgery.seal(directory);
        assertThat(Manifest.reading(directory.resolve("train")).manifest()).isPresent(); // so the seals were right
    }

    private Manifest write() throws IOException {
        TreeMap<String, Object> slice = new TreeMap<>(Map.of(
                "train.anneal.cap",
                0.2,
                "train.seed",
                98765L,
                "model.pDims",
                List.of(200L, 600L),
                "train.statistics",
                false));
        TreeMap<String, FileHash> inputs =
                new TreeMap<>(Map.of("preprocess/train.npz", new FileHash(12, "ab".repeat(32))));
        TreeMap<String, FileHash> outputs = new TreeMap<>(Map.of("model.fb", new FileHash(1L << 40, "cd".repeat(32))));
        String fingerprint = Manifest.fingerprint("train", 1, slice, inputs);
        Manifest manifest = new Manifest(
                "train", 1, fingerprint, slice, inputs, outputs, Map.of("threads", "2"), "2026-01-01T00:00:00Z", 1.5);
        manifest.write(directory);
        return manifest;
    }
}
