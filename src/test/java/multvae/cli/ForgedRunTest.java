package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.testing.Forgery;
import multvae.training.StopRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose hashes are right, and whose files do not fit each other: one line that names the file, exit code 2. */
final class ForgedRunTest {

    @TempDir
    private static Path finished;

    @TempDir
    private Path directory;

    private final ErrorLog log = new ErrorLog();

    private Path run;

    @BeforeAll
    static void finish_a_run() throws IOException {
        assertThat(execute(Program.tiny(finished.resolve("run")))).isZero();
    }

    @BeforeEach
    void copy_it() throws IOException {
        run = directory.resolve("run");
        try (Stream<Path> paths = Files.walk(finished.resolve("run"))) {
            for (Path path : paths.toList()) {
                Files.copy(path, run.resolve(finished.resolve("run").relativize(path)));
            }
        }
    }

    @AfterEach
    void stop_listening() {
        log.close();
    }

    private static int execute(List<String> arguments) {
        return Commands.execute(new StopRequest(), arguments.toArray(String[]::new));
    }

    private void assertRefused(List<String> arguments, String file, String found) throws IOException {
        Forgery.seal(run);
        int exitCode = execute(arguments);
        assertThat(log.errors())
                .startsWith(run.resolve(file) + ": expected ")
                .contains(found)
                .doesNotContain("\n");
        assertThat(exitCode).isEqualTo(Failures.USER_ERROR);
    }

    private List<String> stage(String name) throws IOException {
        return Program.tiny(run, "--force", "--stage", name);
    }

    private List<String> recommend() {
        return List.of("recommend", "--run", run.toString(), "--likes", "1");
    }

    private void copy(String from, String to) throws IOException {
        Files.copy(run.resolve(from), run.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void test_rows_of_other_users_are_refused() throws IOException {
        copy("preprocess/train.npz", "preprocess/test-held-out.npz");
        assertRefused(stage("evaluate"), "preprocess/test-held-out.npz", ", as the files beside it have, found ");
    }

    @Test
    void validation_rows_of_other_users_are_refused() throws IOException {
        copy("preprocess/train.npz", "preprocess/validation-held-out.npz");
        assertRefused(stage("train"), "preprocess/validation-held-out.npz", ", as the files beside it have, found ");
    }

    @Test
    void more_columns_than_items_are_refused_before_anything_has_an_array_of_them() throws IOException {
        Path file = run.resolve("preprocess/train.npz");
        CsrMatrix sound = CsrFile.read(file);
        CsrFile.write(file, new CsrMatrix(4_000_000, new int[sound.rows() + 1], new int[0]));
        assertRefused(stage("evaluate"), "preprocess/train.npz", "found " + sound.rows() + " rows and 4000000 columns");
    }

    @Test
    void more_columns_than_items_are_refused_when_serving() throws IOException {
        CsrFile.write(run.resolve("preprocess/train.npz"), new CsrMatrix(4_000_000, new int[2], new int[0]));
        assertRefused(
                recommend(),
                "preprocess/train.npz",
                "expected 5181 columns, as the files beside it have, found 1 row and 4000000 columns");
    }

    @Test
    void weights_that_are_not_finite_are_refused_when_evaluating() throws IOException {
        forgeWeights();
        assertRefused(stage("evaluate"), "train/weights.safetensors", "of finite values, found NaN at element ");
    }

    @Test
    void weights_that_are_not_finite_are_refused_when_serving() throws IOException {
        forgeWeights();
        assertRefused(recommend(), "train/weights.safetensors", "of finite values, found NaN at element ");
    }

    private void forgeWeights() throws IOException {
        Path file = run.resolve("train/weights.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
        Files.write(file, bytes);
    }

    /** The manifests say whose result it is, and a stranger writes these too. */
    @Test
    void a_result_that_the_model_is_not_in_is_none_in_a_bundles_card() throws IOException {
        Forgery.edit(run.resolve("train/manifest.json"), fields -> ((ObjectNode) fields.path("slice"))
                .put("model.type", "another"));
        Forgery.seal(run);
        Path bundle = directory.resolve("bundle");
        assertThat(execute(List.of("bundle", "--run", run.toString(), "--to", bundle.toString())))
                .as(log.errors())
                .isZero();
        assertThat(bundle.resolve("MODEL_CARD.md"))
                .content()
                .contains("This model has not been evaluated on test users.")
                .doesNotContain("model-index");
    }

    @Test
    void a_manifest_that_does_not_name_the_matrix_is_refused_when_serving() throws IOException {
        Forgery.edit(run.resolve("preprocess/manifest.json"), fields -> ((ObjectNode) fields.path("outputs"))
                .remove("train.npz"));
        assertRefused(recommend(), "train", "found one of other data");
    }
}
