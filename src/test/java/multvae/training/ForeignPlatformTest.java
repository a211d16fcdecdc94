package multvae.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import multvae.run.RunLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training on a platform with other digits, other decimal points and other line ends. */
final class ForeignPlatformTest {

    @TempDir
    private Path directory;

    @Test
    void files_do_not_depend_on_the_platforms_language_and_line_ends() throws IOException, InterruptedException {
        Path here = Files.createDirectory(directory.resolve("here"));
        Path there = Files.createDirectory(directory.resolve("there"));
        main(here.toString());
        Process foreign = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Duser.language=ar",
                        "-Duser.country=EG",
                        "-Duser.extensions=u-nu-arab",
                        "-Dline.separator=\r\n",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ForeignPlatformTest.class.getName(),
                        there.toString()))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        try {
            assertThat(foreign.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            foreign.destroyForcibly();
        }
        assertThat(foreign.exitValue())
                .as(Files.readString(directory.resolve("output")))
                .isZero();
        for (String file : List.of(
                RunLayout.HISTORY.file(), RunLayout.MODEL.file(), "checkpoint/step-000000012/checkpoint.json")) {
            assertThat(there.resolve(file)).hasSameBinaryContentAs(here.resolve(file));
        }
        assertThat(Files.readString(there.resolve("timings.csv")))
                .matches("epoch,seconds,users_per_second\n1,[0-9]+\\.[0-9]{3},[0-9]+\n2,[0-9]+\\.[0-9]{3},[0-9]+\n");
    }

    /** Trains into the directory that it is given. */
    public static void main(String... directory) throws IOException {
        Trainer.train(
                Example.task("train.epochs = 2"),
                Optional.empty(),
                Path.of(directory[0]),
                new Example.Watcher(),
                new StopRequest());
    }
}
