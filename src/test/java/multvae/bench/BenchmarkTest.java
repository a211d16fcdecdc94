package multvae.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import multvae.bench.Benchmark.Quartiles;
import multvae.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchmarkTest {

    @Test
    void quartiles_are_those_of_numpy_in_milliseconds() {
        // numpy.quantile([1, 2, 4, 8], [.25, .5, .75]) is [1.75, 3, 5]
        Quartiles quartiles = Quartiles.ofSeconds(List.of(0.008, 0.001, 0.004, 0.002));
        assertThat(quartiles.lowerQuartile()).isCloseTo(1.75, within(1e-12));
        assertThat(quartiles.median()).isCloseTo(3, within(1e-12));
        assertThat(quartiles.upperQuartile()).isCloseTo(5, within(1e-12));
    }

    @Test
    void the_peak_of_memory_is_the_kernels_figure_in_bytes_if_there_is_one(@TempDir Path directory) throws IOException {
        Path status = directory.resolve("status");
        assertThat(Benchmark.peakResidentBytes(status)).isNull();
        Files.writeString(status, "Name:\tjava\nVmPeak:\t 900 kB\nVmHWM:\t    1234 kB\nVmRSS:\t 77 kB\n");
        assertThat(Benchmark.peakResidentBytes(status)).isEqualTo(1234L * 1024);
    }

    @Test
    void the_figures_for_programs_are_the_records_components() {
        Benchmark benchmark =
                new Benchmark("train", 60, 40, 600, "sparse", Map.of("step", new Quartiles(3, 1.75, 5)), 20_000, 1024L);
        assertThat(Json.line(benchmark))
                .isEqualTo("{\"what\":\"train\",\"users\":60,\"items\":40,\"events\":600,\"itemLayers\":\"sparse\","
                        + "\"milliseconds\":{\"step\":{\"median\":3.0,\"lowerQuartile\":1.75,\"upperQuartile\":5.0}},"
                        + "\"usersPerSecond\":20000.0,\"peakResidentBytes\":1024}");
        assertThat(benchmark.lines())
                .containsExactly(
                        "train: 60 users x 40 items, 600 events, sparse",
                        "  step                                      3.00 ms   quartiles 1.75 to 5.00",
                        "  users per second                         20000",
                        "  peak resident memory                         0 MB");
    }
}
