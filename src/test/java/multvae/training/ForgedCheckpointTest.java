package multvae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import multvae.io.UserError;
import multvae.testing.Forgery;
import multvae.testing.Mutations;
import multvae.testing.SpecialFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint's checksums have no key: what they are right about may still be anything. */
final class ForgedCheckpointTest {

    private static final String STEP = "train/checkpoint/step-000000012";

    @TempDir
    private static Path trained;

    @TempDir
    private Path run;

    private Path step;

    @BeforeAll
    static void train_two_epochs() throws IOException {
        Path train = Files.createDirectory(trained.resolve("train"));
        Trainer.train(
                Example.task("train.epochs = 2"), Optional.empty(), train, new Example.Watcher(), new StopRequest());
    }

    @BeforeEach
    void copy_the_checkpoint() throws IOException {
        step = Files.createDirectories(run.resolve(STEP));
        try (Stream<Path> files = Files.list(trained.resolve(STEP))) {
            for (Path file : files.toList()) {
                Files.copy(file, step.resolve(file.getFileName()));
            }
        }
    }

    /** What a training notes that looks for its checkpoint. */
    private List<String> notes(boolean isFound) throws Exception {
        Example.Watcher watcher = new Example.Watcher();
        CheckpointDescription sound = CheckpointDescription.read(trained.resolve(STEP));
        Checkpoints checkpoints = new Checkpoints(step.getParent(), sound.identity(), Determinism.environment());
        assertThat(checkpoints.own(watcher).isPresent())
                .as(
                        Files.isRegularFile(step.resolve("checkpoint.json"))
                                ? Files.readString(step.resolve("checkpoint.json"))
                                : "")
                .isEqualTo(isFound);
        return watcher.notes;
    }

    private void resume() throws IOException {
        Trainer.train(Example.task(), Optional.empty(), run.resolve("train"), new Example.Watcher(), new StopRequest());
    }

    @Test
    void what_is_not_forged_is_found() throws Exception {
        Forgery.seal(run);
        assertThat(notes(true)).isEmpty();
    }

    @Test
    void a_description_that_no_training_has_written_is_skipped() throws Exception {
        List<Consumer<ObjectNode>> forgeries = new ArrayList<>(List.of(
                state -> state.put("epoch", -1),
                state -> state.put("epoch", 3),
                state -> state.put("batch", -1),
                state -> state.put("bestEpoch", -1),
                state -> state.put("bestEpoch", 3),
                state -> state.put("bestEpoch", 0),
                state -> state.put("epoch", 1e300),
                state -> ((ArrayNode) state.path("history")).removeAll(),
                state -> ((ArrayNode) state.path("history"))
                        .set(1, state.path("history").get(0)),
                state -> ((ArrayNode) state.path("history")).setNull(1),
                state -> ((ObjectNode) state.path("history").get(0)).putNull("train"),
                state -> ((ObjectNode) state.path("history").get(0)).put("steps", -1),
                state -> ((ObjectNode) state.path("history").get(0).path("validation")).putNull("loss"),
                state -> state.path("history").forEach(row -> ((ObjectNode) row).putNull("validation")),
                state -> ((ObjectNode) state.path("sums")).put("users", -1),
                state -> ((ObjectNode) state.path("learningRate")).put("reductions", -1),
                state -> ((ObjectNode) state.path("learningRate")).putNull("patience"),
                state -> ((ObjectNode) state.path("stopping")).put("waited", -1)));
        for (String field : List.of("sums", "history", "bestMetric", "learningRate", "stopping")) {
            forgeries.add(state -> state.putNull(field));
        }
        for (Consumer<ObjectNode> forgery : forgeries) {
            assertSkipped(fields -> forgery.accept((ObjectNode) fields.path("state")));
        }
        for (String field : List.of("identity", "environment", "state", "files")) {
            assertSkipped(fields -> fields.putNull(field));
        }
        for (String name : List.of("../../../x.npy", "/etc/passwd", "", ".")) {
            assertSkipped(fields -> ((ObjectNode) fields.path("files")).put(name, "0"));
        }
        assertSkipped(fields -> ((ObjectNode) fields.path("files")).putNull("x.npy"));
    }

    private void assertSkipped(Consumer<ObjectNode> forgery) throws Exception {
        Path file = step.resolve("checkpoint.json");
        byte[] sound = Files.readAllBytes(file);
        Forgery.edit(file, forgery);
        JsonNode forged = new ObjectMapper().readTree(file.toFile());
        Forgery.seal(run);
        assertThat(notes(false))
                .as(forged.toString())
                .singleElement()
                .asString()
                .startsWith("skipping a damaged checkpoint, " + file + ": ")
                .doesNotContain("\n");
        Files.write(file, sound);
    }

    @Test
    void a_mutated_description_with_a_right_checksum_is_found_or_skipped() throws Exception {
        Path file = step.resolve("checkpoint.json");
        byte[] sound = Files.readAllBytes(file);
        Mutations mutations = new Mutations(31);
        for (int k = 0; k < Mutations.COUNT / 4; k++) {
            byte[] mutated = mutations.mutate(sound);
            Files.write(file, mutated);
            Forgery.seal(run);
            try {
                CheckpointDescription.read(step);
            } catch (CheckpointDescription.DamagedException e) {
                assertThat(e)
                        .as(new String(mutated, StandardCharsets.UTF_8))
                        .message()
                        .startsWith(step.toString())
                        .doesNotContain("\n");
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void what_is_no_file_is_skipped() throws Exception {
        for (String name : List.of("checkpoint.json", "checkpoint.json.crc32c", "best.q0.bias.npy")) {
            byte[] sound = Files.readAllBytes(step.resolve(name));
            for (SpecialFiles special : SpecialFiles.values()) {
                Files.delete(step.resolve(name));
                special.make(step.resolve(name));
                assertThat(notes(false))
                        .containsExactly(
                                "skipping a damaged checkpoint, " + step.resolve(name) + ": " + special.words());
            }
            Files.delete(step.resolve(name));
            Files.write(step.resolve(name), sound);
        }
    }

    @Test
    void an_array_with_a_value_that_is_not_finite_is_refused_by_its_file() throws IOException {
        for (String array : List.of("weights.p1.weight", "adam-m.q0.weight", "adam-v.q0.bias", "best.p0.bias")) {
            Path file = step.resolve(array + ".npy");
            byte[] sound = Files.readAllBytes(file);
            for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                byte[] forged = sound.clone();
                ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN).putFloat(forged.length - 8, value);
                Files.write(file, forged);
                Forgery.seal(run);
                int element = (forged.length - 128) / 4 - 2; // a header of 128 bytes
                assertRefused(file, value + " at element " + element);
            }
            Files.write(file, sound);
        }
    }

    private void assertRefused(Path file, String found) {
        assertThatThrownBy(this::resume)
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": expected an array of this training's checkpoint, found " + found + "; delete "
                        + step + " to resume from the checkpoint before it, or to train from the start");
    }

    @Test
    void an_array_that_is_missing_or_of_another_shape_is_refused() throws IOException {
        Path file = step.resolve("adam-v.q0.weight.npy");
        Files.copy(step.resolve("adam-v.q0.bias.npy"), file, StandardCopyOption.REPLACE_EXISTING);
        Forgery.seal(run);
        assertRefused(file, "no float32 array of shape [211, 24]");
        Files.delete(file);
        Forgery.edit(step.resolve("checkpoint.json"), fields -> ((ObjectNode) fields.path("files"))
                .remove(file.getFileName().toString()));
        Forgery.seal(run);
        assertRefused(file, "no such file or directory");
    }

    @Test
    void a_batch_beyond_the_epochs_last_is_refused() throws IOException {
        Forgery.edit(step.resolve("checkpoint.json"), fields -> ((ObjectNode) fields.path("state")).put("batch", 6));
        Forgery.seal(run);
        assertThatThrownBy(this::resume)
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(step
                        + ": expected a point that this training can be at, found epoch 2, batch 6, 0 users; delete ");
    }
}
