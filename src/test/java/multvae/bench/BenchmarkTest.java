package multvae.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import multvae.bench.Benchmark.EvaluationTimes;
import multvae.bench.Benchmark.Spread;
import multvae.bench.Benchmark.TrainingTimes;
import multvae.io.Json;
import org.junit.jupiter.api.Test;

final class BenchmarkTest {

    private static final Spread SPREAD = new Spread(3, 1.75, 5);

    @Test
    void quartiles_are_those_of_numpy() {
        // numpy.quantile([1, 2, 4, 8], [.25, .5, .75]) is [1.75, 3, 5]
        assertThat(Spread.of(List.of(8.0, 1.0, 4.0, 2.0))).isEqualTo(SPREAD);
        assertThat(Spread.of(List.of(7.0))).isEqualTo(new Spread(7, 7, 7));
    }

    @Test
    void programs_read_each_part_by_its_name() throws JsonProcessingException {
        Benchmark training =
                new Benchmark("train", 1, 2, 3, "sparse", new TrainingTimes(SPREAD, SPREAD, SPREAD), 4.5, 6L);
        String spread = "{'median': 3.0, 'lowerQuartile': 1.75, 'upperQuartile': 5.0}";
        assertJson(
                training,
                "{'what': 'train', 'users': 1, 'items': 2, 'events': 3, 'itemLayers': 'sparse', 'milliseconds': {'step': "
                        + spread + ", 'waiting for a batch': " + spread + ", 'filling a batch, on another thread': "
                        + spread + "}, 'usersPerSecond': 4.5, 'peakResidentBytes': 6}");
        Benchmark evaluation =
                new Benchmark("evaluate", 1, 2, 3, "dense", new EvaluationTimes(SPREAD, SPREAD), 4.5, null);
        assertJson(
                evaluation,
                "{'what': 'evaluate', 'users': 1, 'items': 2, 'events': 3, 'itemLayers': 'dense', 'milliseconds': "
                        + "{'evaluation': " + spread + ", 'of that, scoring': " + spread + "}, 'usersPerSecond': 4.5}");
    }

    /** The text and not the tree: the order of the fields counts. */
    private static void assertJson(Benchmark benchmark, String expected) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        String text = mapper.readTree(Json.indented(benchmark)).toString();
        assertThat(text).isEqualTo(mapper.readTree(expected.replace('\'', '"')).toString());
    }

    @Test
    void people_read_a_line_per_part() {
        Benchmark benchmark = new Benchmark(
                "train", 1000, 2, 3, "sparse", new TrainingTimes(SPREAD, SPREAD, SPREAD), 4.5, 6_000_000L);
        assertThat(benchmark.lines())
                .hasSize(6)
                .startsWith(
                        "train: 1,000 users x 2 items, 3 events, sparse",
                        "  step                                      3.00 ms   quartiles 1.75 to 5.00");
    }
}
