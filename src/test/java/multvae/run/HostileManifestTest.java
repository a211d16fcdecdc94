package multvae.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import multvae.io.FileHash;
import multvae.io.Json;
import multvae.io.UserError;
import multvae.testing.Mutations;
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
        Files.writeString(file, " ".repeat((1 << 20) + 1));
        assertThat(Manifest.reading(directory).problem()).isEqualTo("1,048,577 bytes");
        Files.writeString(file, "[".repeat(500_000));
        assertThat(Manifest.reading(directory).problem()).isEqualTo("one that does not parse");
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
