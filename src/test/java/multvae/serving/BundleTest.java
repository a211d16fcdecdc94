package multvae.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import multvae.io.UserError;
import multvae.testing.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BundleTest {

    private static final Map<String, Object> BY_HAND = Map.of(
            "model.type", "mult-dae",
            "model.qDims", List.of(2),
            "model.pDims", List.of(2),
            "model.activation", "relu",
            "model.itemLayers", "sparse");

    @TempDir
    private Path directory;

    private Path bundle() throws IOException {
        return Bundles.byHand(directory.resolve("bundle"));
    }

    private static void assertRefused(Path bundle, String message) {
        assertThatThrownBy(() -> Recommender.open(bundle).close())
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void a_bundle_of_a_bundle_has_the_same_bytes_and_nothing_is_left_beside() throws IOException {
        Path from = bundle();
        Path to = directory.resolve("to/copy");
        Bundle.write(from, to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                assertThat(to.resolve(file.getFileName())).hasSameBinaryContentAs(file);
            }
        }
        try (Stream<Path> left = Files.list(to.getParent())) {
            assertThat(left).containsExactly(to);
        }
    }

    @Test
    void a_bundle_takes_the_place_of_nothing() throws IOException {
        Path from = bundle();
        Files.createDirectory(directory.resolve("there"));
        assertThatThrownBy(() -> Bundle.write(from, directory.resolve("there")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected a directory to be made, found one that exists");
        assertThat(directory.resolve("there")).isEmptyDirectory();
    }

    @Test
    void a_bundle_of_write_protected_files_can_be_written_and_nothing_stays_beside_it() throws IOException {
        Path from = bundle();
        Set<PosixFilePermission> readOnly = PosixFilePermissions.fromString("r--r--r--");
        Files.setPosixFilePermissions(from.resolve("model.fb"), readOnly);
        Path to = directory.resolve("made/to");
        Bundle.write(from, to);
        assertThat(Files.getPosixFilePermissions(to.resolve("model.fb"))).contains(PosixFilePermission.OWNER_WRITE);
        assertThat(to.getParent().toFile().list()).containsExactly("to");
    }

    @Test
    void a_directory_of_neither_kind_and_none_at_all_are_told() {
        assertRefused(directory, "expected the directory of a run or a bundle, found neither");
        assertRefused(directory.resolve("none"), "found nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.fb", "items.csv", "popularity.csv"})
    void a_file_that_is_missing_or_edited_or_cut_is_told(String name) throws IOException {
        Path bundle = bundle();
        Path file = bundle.resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        byte[] edited = bytes.clone();
        edited[bytes.length / 2] ^= 1;
        Files.write(file, edited);
        assertRefused(bundle, file + ": expected ");
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused(bundle, file + ": expected ");
        Files.delete(file);
        assertRefused(bundle, "found nothing; make the bundle again");
    }

    @Test
    void a_damaged_description_is_one_line_whatever_the_damage() throws IOException {
        Path bundle = bundle();
        Path file = bundle.resolve("bundle.json");
        byte[] bytes = Files.readAllBytes(file);
        Mutations mutations = new Mutations(11);
        for (int k = 0; k < Mutations.COUNT; k++) {
            byte[] mutated = mutations.mutate(bytes);
            Files.write(file, mutated);
            Throwable thrown = catchThrowable(() -> Bundle.read(bundle));
            if (thrown != null) { // white space and the like may change
                assertThat(thrown)
                        .as(new String(mutated, StandardCharsets.UTF_8))
                        .isInstanceOf(UserError.class)
                        .message()
                        .doesNotContain("\n");
            }
        }
    }

    @Test
    void a_newer_versions_bundle_is_left_to_that_version() throws IOException {
        Path bundle = bundle();
        Path file = bundle.resolve("bundle.json");
        Files.writeString(file, Files.readString(file).replace("\"format\" : 1", "\"format\" : 2"));
        assertRefused(bundle, "expected a bundle of format 1, found format 2, a newer version's; use that version");
    }

    @Test
    void a_file_that_is_no_model_is_told_even_with_the_right_hash() throws IOException {
        Path bundle = bundle();
        for (byte[] forged : List.of(new byte[0], new byte[1000], "no model".getBytes(StandardCharsets.UTF_8))) {
            Files.write(bundle.resolve("model.fb"), forged);
            Bundles.describe(bundle, BY_HAND);
            assertRefused(bundle, "model.fb: expected ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.type", "model.qDims", "model.pDims", "model.activation"})
    void a_configuration_that_is_none_is_told(String key) throws IOException {
        Path bundle = bundle();
        for (Object forged : List.of("", List.of(), List.of(-1), List.of("2"), 3)) {
            Map<String, Object> configuration = new HashMap<>(BY_HAND);
            configuration.put(key, forged);
            Bundles.describe(bundle, configuration);
            assertRefused(bundle, key + " of the recorded configuration: expected ");
        }
    }

    @Test
    void layers_that_are_not_the_models_are_told() throws IOException {
        Path bundle = bundle();
        Map<String, Object> configuration = new HashMap<>(BY_HAND);
        configuration.put("model.qDims", List.of(3));
        configuration.put("model.pDims", List.of(3));
        Bundles.describe(bundle, configuration);
        assertRefused(bundle, "expected a parameter q0.weight of shape [4, 3], found [4, 2]");
    }

    @Test
    void popularity_of_other_items_is_told_with_its_line() throws IOException {
        Path bundle = bundle();
        Path file = bundle.resolve("popularity.csv");
        Map<String, String> forged = Map.of(
                "index,trainUsers\n0,5\n2,9\n", ":3: expected index 1, found \"2\"",
                "index,trainUsers\n0,-5\n", ":2: expected a number of users, found \"-5\"",
                "index,trainUsers\n0,5\n1,9\n2,2\n", "expected 4 items, found 3",
                "index,trainUsers\n0,5\n1,9\n2,2\n3,5\n4,1\n", ":6: expected no more than 4 items");
        for (Map.Entry<String, String> entry : forged.entrySet()) {
            Files.writeString(file, entry.getKey());
            Bundles.describe(bundle, BY_HAND);
            assertRefused(bundle, entry.getValue());
        }
    }
}
