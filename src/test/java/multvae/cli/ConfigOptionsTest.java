package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import multvae.config.Settings;
import multvae.training.StopRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigOptionsTest {

    @TempDir
    private Path directory;

    private int plan(String... more) {
        String[] arguments = new String[3 + more.length];
        arguments[0] = "plan";
        arguments[1] = "--config=" + directory.resolve("x.conf");
        arguments[2] = "-Drun.directory=" + directory.resolve("run");
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Commands.execute(new StopRequest(), arguments);
    }

    @Test
    void a_configuration_reads_the_environment_if_the_command_line_or_a_property_trusts_it() throws IOException {
        Files.writeString(directory.resolve("x.conf"), "data.dataset = ml-1m\ndata.archives = ${PATH}");
        assertThat(plan()).isEqualTo(Failures.USER_ERROR);
        assertThat(plan("--trust-config")).isZero();
        assertThat(plan("--trust-config=false")).isEqualTo(Failures.USER_ERROR);
        System.setProperty("trustConfig", "true");
        try {
            assertThat(plan()).isZero();
        } finally {
            System.clearProperty("trustConfig");
        }
    }

    @Test
    void own_data_needs_no_file_and_what_is_wrong_with_it_is_told_by_its_key() throws IOException {
        Path ratings = Files.writeString(directory.resolve("ratings.csv"), "user,item\na,b\n");
        StopRequest stop = new StopRequest();
        String run = "-Drun.directory=" + directory.resolve("run");
        assertThat(Commands.execute(stop, "plan", "-Ddata.ratings=" + ratings, run))
                .isZero();
        assertThat(Commands.execute(stop, "plan", "-Ddata.ratings=" + ratings, run, "-Dtrain.epochs=0"))
                .isEqualTo(Failures.USER_ERROR);
        assertThat(Commands.execute(stop, "plan", run)).isEqualTo(Failures.USER_ERROR); // no data
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "${PATH}", "{a = 1}", "\"a\"", "a\\b\"c", "a\tb", "true", "1e2", "//a", "#"})
    void a_text_stays_as_it_is_and_so_does_the_name_of_a_runs_directory(String text) throws IOException {
        assertThat(Settings.defaults(Map.of("data.ratings", Settings.quoted(text)))
                        .data()
                        .ratings())
                .contains(text);
        Path run = Files.createDirectories(directory.resolve(text));
        Files.writeString(run.resolve("resolved.conf"), "data.dataset = ml-1m");
        assertThat(ConfigOptions.ofRun(run).runDirectory()).isEqualTo(run);
    }
}
