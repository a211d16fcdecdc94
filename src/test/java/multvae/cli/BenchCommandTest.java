package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import multvae.matrix.CsrFile;
import multvae.training.StopRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BenchCommandTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"train", "evaluate"})
    void figures_go_into_a_file_for_programs(String what) throws IOException {
        Path json = directory.resolve("figures.json");
        int exitCode = bench(what, "--users", "60", "--items", "40", "--events", "600", "--json", json.toString());
        assertThat(exitCode).isZero();
        JsonNode figures = new ObjectMapper().readTree(json.toFile());
        assertThat(figures.get("what").asText()).isEqualTo(what);
        assertThat(figures.get("users").intValue()).isEqualTo(60);
        assertThat(figures.get("usersPerSecond").doubleValue()).isPositive();
        assertThat(figures.get("milliseconds").elements().next().get("median").doubleValue())
                .isPositive();
    }

    @Test
    void a_step_has_its_processor_time_and_a_sampled_softmax_can_be_measured() throws IOException {
        Path json = directory.resolve("figures.json");
        int exitCode = bench(
                "train",
                "--users",
                "500",
                "--items",
                "4000",
                "--events",
                "20000",
                "-D",
                "model.pDims=[200,600]", // a step of several ticks of the system's clock
                "-D",
                "train.softmax=sampled",
                "-D",
                "train.sampledItems=2000",
                "--json",
                json.toString());
        assertThat(exitCode).isZero();
        JsonNode times = new ObjectMapper().readTree(json.toFile()).get("milliseconds");
        assertThat(times.get("processor time of a step, all threads")
                        .get("median")
                        .doubleValue())
                .isPositive();
    }

    @Test
    void what_is_measured_can_be_saved_for_a_peer() throws IOException {
        int exitCode =
                bench("evaluate", "--users", "60", "--items", "40", "--events", "600", "--save", directory.toString());
        assertThat(exitCode).isZero();
        assertThat(CsrFile.read(directory.resolve("fold-in.npz")).rows()).isEqualTo(60);
        assertThat(CsrFile.read(directory.resolve("held-out.npz")).columns()).isEqualTo(40);
        assertThat(directory.resolve("train.npz")).doesNotExist();
    }

    @Test
    void a_run_without_preprocessed_data_is_one_line_and_exit_code_2() {
        assertThat(bench("train", "-D", "run.directory=" + directory.resolve("none")))
                .isEqualTo(Failures.USER_ERROR);
    }

    @Test
    void a_shape_must_be_whole_and_possible() {
        assertThat(bench("train", "--users", "60")).isEqualTo(Failures.USER_ERROR);
        assertThat(bench("train", "--users", "0", "--items", "40", "--events", "600"))
                .isEqualTo(Failures.USER_ERROR);
        assertThat(bench("nothing")).isEqualTo(Failures.USER_ERROR);
    }

    private static int bench(String what, String... options) {
        String[] arguments = new String[options.length + 8];
        String[] first = {"bench", what, "--config", "conf/quickstart.conf", "--times", "2", "-D", "model.pDims=[4,8]"};
        System.arraycopy(first, 0, arguments, 0, first.length);
        System.arraycopy(options, 0, arguments, first.length, options.length);
        return Commands.execute(new StopRequest(), arguments);
    }
}
