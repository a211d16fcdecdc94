package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import multvae.io.UserError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A library of the JVM's own stands in for the driver's: what is tested is finding it, not what it holds. */
@EnabledOnOs(OS.LINUX)
final class NvidiaDriverTest {

    private static final Path REAL_LIBRARY = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");

    private record Result(int exitCode, List<String> printed, List<String> loadedClasses) {}

    @TempDir
    private Path directory;

    private Path driver;

    @BeforeEach
    void choosePlace() throws IOException {
        driver = Files.createDirectory(directory.resolve("driver")).resolve("libcuda.so.1");
    }

    @Test
    void a_library_that_loads_is_a_driver() throws Exception {
        Files.copy(REAL_LIBRARY, driver);
        assertThatCode(() -> NvidiaDriver.require(driver.toString())).doesNotThrowAnyException();
    }

    @Test
    void no_library_is_one_line_with_the_system_s_reason_and_the_remedy() {
        assertThatThrownBy(() -> NvidiaDriver.require(driver.toString()))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("-Pcuda: expected an NVIDIA GPU, found no NVIDIA driver that loads (" + driver)
                .hasMessageEndingWith("); leave -Pcuda out, or see docs/gpu.md")
                .hasMessageNotContaining("\n");
    }

    @Test
    void a_file_that_is_no_library_is_one_line_too() throws Exception {
        Files.writeString(driver, "no library at all ".repeat(100));
        assertThatThrownBy(() -> NvidiaDriver.require(driver.toString()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no NVIDIA driver that loads (" + driver + ": ");
    }

    /** Whatever drivers the machine has: this one comes first, and it does not load. */
    @Test
    void a_cuda_build_without_a_driver_ends_with_2_before_a_class_of_nd4j_loads() throws Exception {
        Files.writeString(driver, "no library at all ".repeat(100));
        Result result = runWithCudaBackend();
        assertThat(result.exitCode()).isEqualTo(Failures.USER_ERROR);
        assertThat(result.printed()).hasSize(1);
        assertThat(result.printed().get(0)).startsWith("-Pcuda: ").contains("libcuda.so.1", "leave -Pcuda out");
        assertThat(result.loadedClasses())
                .anyMatch(line -> line.contains("multvae.cli.NvidiaDriver"))
                .noneMatch(line -> line.contains("org.nd4j."));
    }

    @Test
    void a_cuda_build_with_a_driver_goes_on_to_its_configuration() throws Exception {
        Files.copy(REAL_LIBRARY, driver);
        Result result = runWithCudaBackend();
        assertThat(result.exitCode()).isEqualTo(Failures.USER_ERROR);
        assertThat(result.printed()).hasSize(1);
        assertThat(result.printed().get(0)).contains("train.epoch").doesNotContain("-Pcuda");
    }

    /** Runs the program with an unknown key, which it reports once it is past the driver. */
    private Result runWithCudaBackend() throws Exception {
        Path backend = directory.resolve("classes/org/nd4j/linalg/jcublas/JCublasBackend.class");
        Files.createDirectories(backend.getParent());
        Files.createFile(backend); // not a class: reading it would be an error
        Path output = directory.resolve("output");
        Path classes = directory.resolve("loaded");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + classes,
                        "-cp",
                        directory.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"),
                        "multvae.cli.Main",
                        "run",
                        "--config",
                        "conf/quickstart.conf",
                        "-Dtrain.epoch=1")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("LD_LIBRARY_PATH", driver.getParent().toString());
        int exitCode = builder.start().waitFor();
        return new Result(
                exitCode,
                Files.readString(output, StandardCharsets.UTF_8).strip().lines().toList(),
                Files.readAllLines(classes, StandardCharsets.UTF_8));
    }
}
