package multvae.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import multvae.io.FileHash;
import multvae.io.UserError;
import multvae.run.Manifests;
import multvae.testing.Forgery;
import multvae.testing.Mutations;
import multvae.testing.SpecialFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BundleTest {

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

    /** By another process, while this one writes. */
    @Test
    void a_directory_that_is_made_meanwhile_is_told_and_kept() throws IOException {
        Path from = bundle();
        Path to = directory.resolve("to");
        Bundle.Card card = (version, bytes) -> {
            try {
                Files.writeString(Files.createDirectory(to).resolve("mine"), "mine");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return "card";
        };
        assertThatThrownBy(() -> Bundle.write(from, to, Optional.of(card)))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        to + ": expected a directory to be made, found one that exists; name another, or move it away");
        assertThat(to.toFile().list()).containsExactly("mine");
    }

    @Test
    void a_bundle_of_write_protected_files_can_be_written_and_nothing_stays_beside_it() throws IOException {
        Path from = bundle();
        Set<PosixFilePermission> readOnly = PosixFilePermissions.fromString("r--r--r--");
        Files.setPosixFilePermissions(from.resolve("weights.safetensors"), readOnly);
        Path to = directory.resolve("made/to");
        Bundle.write(from, to);
        assertThat(Files.getPosixFilePermissions(to.resolve("weights.safetensors")))
                .contains(PosixFilePermission.OWNER_WRITE);
        assertThat(to.getParent().toFile().list()).containsExactly("to");
    }

    @Test
    void a_directory_of_neither_kind_and_none_at_all_are_told() {
        assertRefused(directory, "expected the directory of a run or a bundle, found neither");
        assertRefused(directory.resolve("none"), "found nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"weights.safetensors", "items.csv", "popularity.csv"})
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
        assertRefused(bundle, "found nothing; delete it and make it again from its run");
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
        Files.writeString(file, Files.readString(file).replace("\"format\" : 2", "\"format\" : 3"));
        assertRefused(bundle, "expected a bundle of format 2, found format 3, a newer version's; use that version");
    }

    /** Format 1 had the graph, model.fb, which only ND4J reads. */
    @Test
    void an_older_versions_bundle_is_told_with_what_to_do() throws IOException {
        Path bundle = bundle();
        Path file = bundle.resolve("bundle.json");
        Files.writeString(file, Files.readString(file).replace("\"format\" : 2", "\"format\" : 1"));
        assertRefused(
                bundle,
                file + ": expected the description of a bundle, found one of format 1, an older version's; "
                        + "delete it and make it again from its run");
    }

    @Test
    void weights_of_other_items_than_the_titles_are_told() throws IOException {
        Path bundle = bundle();
        Path other = Bundles.random(directory.resolve("other"), 7);
        for (String name : List.of("items.csv", "popularity.csv")) {
            Files.copy(other.resolve(name), bundle.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Bundles.describe(bundle);
        assertRefused(
                bundle,
                "weights.safetensors: expected a model of 7 items, as items.csv has, found one of 4; "
                        + "delete it and make it again from its run");
    }

    /** Each has four bytes of weights at least, so that the items take no memory that the bundle has no weights for. */
    @Test
    void more_items_than_the_weights_can_have_are_not_kept() throws IOException {
        Path bundle = bundle();
        StringBuilder rows = new StringBuilder("index,itemId,title\n");
        for (int item = 0; item < 100_000; item++) {
            rows.append(item).append(',').append(item).append(",\n");
        }
        Files.writeString(bundle.resolve("items.csv"), rows);
        Bundles.describe(bundle);
        assertRefused(
                bundle, "items.csv:65538: expected no more than 65536 items, by the size of the weights, found more; ");
    }

    @Test
    void a_run_that_an_older_version_trained_is_told_with_what_to_do() throws IOException {
        Path run = Files.createDirectories(directory.resolve("run"));
        Files.writeString(run.resolve("resolved.conf"), "");
        FileHash matrix = new FileHash(1, "ab".repeat(32));
        Manifests.write(run.resolve("preprocess"), Map.of(), Map.of("train.npz", matrix));
        Manifests.write(run.resolve("train"), Map.of("preprocess/train.npz", matrix), Map.of("model.fb", matrix));
        assertRefused(
                run,
                run.resolve("train/weights.safetensors")
                        + ": expected the model's weights, found none, as an older version trained it; run train again");
    }

    @Test
    void a_file_that_is_no_model_is_told_even_with_the_right_hash() throws IOException {
        Path bundle = bundle();
        for (byte[] forged : List.of(new byte[0], new byte[1000], "no model".getBytes(StandardCharsets.UTF_8))) {
            Files.write(bundle.resolve("weights.safetensors"), forged);
            Bundles.describe(bundle);
            assertRefused(bundle, "weights.safetensors: expected ");
        }
    }

    /** The hash is printed if the file has another one. */
    @Test
    void a_hash_that_is_none_is_not_printed() throws IOException {
        Path bundle = bundle();
        for (String hash : List.of("", "ab", "\u001b[2J" + "ab".repeat(30), "AB".repeat(32))) {
            Forgery.edit(
                    bundle.resolve("bundle.json"),
                    fields -> ((ObjectNode) fields.path("files").path("items.csv")).put("sha256", hash));
            Files.delete(bundle.resolve("items.csv"));
            Forgery.seal(bundle);
            assertRefused(
                    bundle,
                    "bundle.json: expected the description of a bundle, found one with other fields; "
                            + "delete it and make it again from its run");
            Files.writeString(bundle.resolve("items.csv"), "index,itemId,title\n");
        }
    }

    /** A link may lead to any file of whoever opens the bundle. */
    @Test
    void nothing_of_a_file_that_a_link_leads_to_is_printed() throws IOException {
        Path secret =
                Files.writeString(directory.resolve("secret"), "{\"password\": \"swordfish\"}\nswordfish,swordfish\n");
        for (String name : List.of("weights.safetensors", "items.csv", "popularity.csv", "bundle.json")) {
            Path bundle = Bundles.byHand(directory.resolve("bundle-" + name));
            Files.delete(bundle.resolve(name));
            Files.createSymbolicLink(bundle.resolve(name), secret);
            assertThatThrownBy(() -> Recommender.open(bundle).close())
                    .isInstanceOf(UserError.class)
                    .message()
                    .startsWith(bundle.resolve(name) + ": expected ")
                    .doesNotContain("swordfish");
        }
    }

    /** No hash covers the card, and whoever writes a bundle of a stranger's bundle may publish it. */
    @Test
    void a_card_that_is_a_link_is_not_copied() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "swordfish");
        Path bundle = bundle();
        Path card = Files.createSymbolicLink(bundle.resolve(Bundle.CARD), secret);
        Path to = directory.resolve("to");
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> Bundle.write(bundle, to))
                    .isInstanceOf(UserError.class)
                    .hasMessage(card + ": expected a file of the bundle's own, since no hash covers it, found a link; "
                            + "copy the card into its place, or delete the link");
            assertThat(to).doesNotExist();
            Files.deleteIfExists(secret); // then it leads nowhere
        }
        Recommender.open(bundle).close();
    }

    /** It would wait for a writer, and so would a service. */
    @ParameterizedTest
    @EnumSource
    void what_is_no_file_is_told_at_once(SpecialFiles special) throws Exception {
        for (String name : List.of("weights.safetensors", "items.csv", "popularity.csv", "bundle.json")) {
            Path bundle = Bundles.byHand(directory.resolve(special + name));
            Files.delete(bundle.resolve(name));
            special.make(bundle.resolve(name));
            assertThatThrownBy(() -> assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Recommender.open(bundle)
                            .close()))
                    .isInstanceOf(UserError.class)
                    .message()
                    .startsWith(bundle.resolve(name) + ": expected ");
        }
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
            Bundles.describe(bundle);
            assertRefused(bundle, entry.getValue());
        }
    }
}
