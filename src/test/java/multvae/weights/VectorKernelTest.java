package multvae.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel in Java's Vector API, in JVMs that have its module, beside the loop in one that has not. */
final class VectorKernelTest {

    private static final String MODULE = "jdk.incubator.vector";
    private static final String WITH = "--add-modules=" + MODULE;
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path directory;

    @BeforeEach
    void require_the_module() {
        assumeTrue(ModuleFinder.ofSystem().find(MODULE).isPresent(), "this JDK has no module " + MODULE);
        assumeTrue(
                Boolean.getBoolean("multvae.vector") || getClass().getResource("VectorKernel.class") != null,
                "src/main/vector is not compiled");
    }

    /** The name of the kernel that a JVM with this class path and these options takes. */
    private String kernel(List<String> options, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-cp");
        command.addAll(options);
        command.add(LayerOutputs.class.getName());
        command.addAll(Arrays.asList(arguments));
        File output = directory.resolve("output").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        int exitCode = process.waitFor();
        List<String> lines = Files.readAllLines(output.toPath());
        assertThat(exitCode).as(lines.toString()).isZero();
        return lines.get(lines.size() - 1);
    }

    /** Vectors of 512 bits, if the processor has them, and of 256. */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:MaxVectorSize=64", "-XX:MaxVectorSize=32"})
    void gives_the_same_bits_as_the_loop(String bytes) throws Exception {
        assumeTrue(
                List.of("amd64", "x86_64").contains(System.getProperty("os.arch")), "not x86: vectors may be narrow");
        assumeTrue(Fma.IN_HARDWARE, "this processor has no fused multiply-add");
        Path loop = Files.createDirectory(directory.resolve("loop"));
        Path vector = Files.createDirectory(directory.resolve("vector"));
        assertThat(kernel(List.of(CLASS_PATH), loop.toString())).isEqualTo("LoopKernel");
        assertThat(kernel(List.of(CLASS_PATH, WITH, bytes), vector.toString())).isEqualTo("VectorKernel");
        assertThat(vector.resolve("outputs")).isNotEmptyFile().hasSameBinaryContentAs(loop.resolve("outputs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:-UseFMA", "-XX:MaxVectorSize=16", "-XX:TieredStopAtLevel=1", "-Xint"})
    void is_left_where_it_would_be_slow(String option) throws Exception {
        assertThat(kernel(List.of(CLASS_PATH, WITH, "-XX:+IgnoreUnrecognizedVMOptions", option)))
                .isEqualTo("LoopKernel");
    }

    @Test
    void is_left_where_it_is_not_compiled() throws Exception {
        Path compiled = Path.of(Kernels.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path without = directory.resolve("classes");
        for (String name : List.of("multvae/io", "multvae/weights")) {
            Path target = Files.createDirectories(without.resolve(name));
            try (Stream<Path> files = Files.list(compiled.resolve(name))) {
                for (Path file : files.toList()) {
                    if (!file.getFileName().toString().startsWith("VectorKernel")) {
                        Files.copy(file, target.resolve(file.getFileName()));
                    }
                }
            }
        }
        String others = Arrays.stream(CLASS_PATH.split(File.pathSeparator, -1))
                .filter(entry -> !Path.of(entry).toAbsolutePath().equals(compiled))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(kernel(List.of(without + File.pathSeparator + others, WITH))).isEqualTo("LoopKernel");
    }
}
