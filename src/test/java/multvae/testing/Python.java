package multvae.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Python, if this machine has it: the first on the path, or the system's own. */
public final class Python {

    private Python() {}

    /** What a script prints, errors included. The test that calls it is skipped if there is no Python with the module. */
    public static String run(String module, String... arguments) throws InterruptedException {
        Optional<String> python = Optional.empty();
        for (String candidate : List.of("python3", "/usr/bin/python3")) {
            if (python.isEmpty()
                    && output(candidate, "-c", "import " + module)
                            .filter(String::isEmpty)
                            .isPresent()) {
                python = Optional.of(candidate);
            }
        }
        assumeTrue(python.isPresent(), "there is no python3 with " + module);
        return output(python.get(), arguments).orElseThrow();
    }

    private static Optional<String> output(String python, String... arguments) throws InterruptedException {
        List<String> command =
                Stream.concat(Stream.of(python), Stream.of(arguments)).toList();
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return Optional.of(output);
        } catch (IOException e) {
            return Optional.empty(); // there is no such program
        }
    }
}
