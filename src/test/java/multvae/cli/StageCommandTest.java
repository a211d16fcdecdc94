package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import multvae.training.StopRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command for each stage, with the configuration as --config or without a name. */
final class StageCommandTest {

    @TempDir
    private Path directory;

    private Path config;
    private Path run;

    @BeforeEach
    void write_a_configuration() throws IOException {
        config = Files.writeString(directory.resolve("tiny.conf"), "");
        run = directory.resolve("run");
    }

    private int execute(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("-Drun.directory=" + run);
        all.addAll(Program.TINY);
        return Commands.execute(new StopRequest(), all.toArray(String[]::new));
    }

    private List<String> present() {
        return Program.STAGES.stream()
                .filter(stage -> Files.isRegularFile(run.resolve(stage).resolve("manifest.json")))
                .toList();
    }

    @Test
    void each_stage_runs_alone_and_only_if_the_earlier_ones_are_there() throws IOException {
        assertThat(execute("preprocess", config.toString())).isEqualTo(Failures.USER_ERROR);
        assertThat(present()).isEmpty();
        for (String stage : Program.STAGES) {
            assertThat(execute(stage, config.toString())).as(stage).isZero();
            assertThat(present()).endsWith(stage).hasSize(Program.STAGES.indexOf(stage) + 1);
        }
        byte[] report = Files.readAllBytes(run.resolve("report/manifest.json"));
        assertThat(execute("report", "--config", config.toString())).isZero();
        assertThat(run.resolve("report/manifest.json")).hasBinaryContent(report); // it was fresh
        assertThat(execute("report", config.toString(), "--force")).isZero();
        assertThat(Files.readAllBytes(run.resolve("report/manifest.json"))).isNotEqualTo(report);
    }

    @Test
    void a_plan_of_a_stage_runs_nothing() {
        assertThat(execute("fetch", config.toString(), "--plan")).isZero();
        assertThat(run).doesNotExist();
    }
}
