package multvae.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import multvae.io.FileHash;
import multvae.io.UserError;
import multvae.run.Manifest;
import multvae.run.Manifests;
import multvae.serving.Bundles;
import multvae.serving.Recommender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forger forges well: what it seals is taken for what was written. */
final class ForgeryTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void sealing_what_was_not_forged_changes_nothing() throws IOException {
        Path bundle = Bundles.byHand(directory.resolve("bundle"));
        JsonNode before = MAPPER.readTree(bundle.resolve("bundle.json").toFile());
        Forgery.seal(bundle);
        assertThat(MAPPER.readTree(bundle.resolve("bundle.json").toFile())).isEqualTo(before);
    }

    @Test
    void a_forged_bundle_is_opened_as_if_it_were_sound() throws IOException {
        Path bundle = Bundles.byHand(directory.resolve("bundle"));
        Path items = bundle.resolve("items.csv");
        Files.writeString(items, Files.readString(items).replace("Casino", "Forged"));
        assertThatThrownBy(() -> Recommender.open(bundle).close()).isInstanceOf(UserError.class);
        Forgery.seal(bundle);
        try (Recommender recommender = Recommender.open(bundle)) {
            assertThat(recommender.items().byId("20").orElseThrow().title()).isEqualTo("Forged (1995)");
        }
    }

    @Test
    void a_forged_runs_manifests_hang_together() throws IOException {
        Path preprocess = directory.resolve("preprocess");
        Path train = directory.resolve("train");
        FileHash other = new FileHash(1, "ab".repeat(32));
        Manifests.write(preprocess, Map.of(), Map.of("train.npz", other));
        Manifests.write(train, Map.of("preprocess/train.npz", other), Map.of("weights.safetensors", other));
        Files.writeString(preprocess.resolve("train.npz"), "a matrix");
        Files.writeString(train.resolve("weights.safetensors"), "weights");
        Forgery.edit(train.resolve("manifest.json"), fields -> fields.put("start", "2026-02-02T00:00:00Z"));
        assertThatThrownBy(() -> Manifest.read(train)).isInstanceOf(UserError.class);

        Forgery.seal(directory);
        FileHash matrix = FileHash.of(preprocess.resolve("train.npz"));
        assertThat(Manifest.read(preprocess).outputs()).isEqualTo(Map.of("train.npz", matrix));
        Manifest forged = Manifest.read(train);
        assertThat(forged.start()).isEqualTo("2026-02-02T00:00:00Z");
        assertThat(forged.inputs()).isEqualTo(Map.of("preprocess/train.npz", matrix));
        assertThat(forged.outputs())
                .isEqualTo(Map.of("weights.safetensors", FileHash.of(train.resolve("weights.safetensors"))));
    }
}
