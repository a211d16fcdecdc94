package multvae.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import multvae.testing.Python;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model of what Spark costs, src/bench/python/spark_cost.py. */
final class SparkCostTest {

    private static final String SCRIPT =
            Path.of("src/bench/python/spark_cost.py").toAbsolutePath().toString();

    @TempDir
    private Path directory;

    /** As Spark writes one: two tasks, each with half of the bytes, and a job that takes all but two seconds. */
    private Path log(String name, int bytes, int seconds) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("{\"Event\":\"SparkListenerApplicationStart\",\"Timestamp\":5000}");
        lines.add("{\"Event\":\"SparkListenerJobStart\",\"Job ID\":0,\"Submission Time\":6000}");
        for (int task = 0; task < 2; task++) {
            lines.add("{\"Event\":\"SparkListenerTaskEnd\",\"Task Metrics\":{\"Executor Run Time\":3000,"
                    + "\"Executor CPU Time\":2000000000,\"Result Size\":700,"
                    + "\"Shuffle Write Metrics\":{\"Shuffle Bytes Written\":" + bytes / 2 + "}}}");
        }
        lines.add("{\"Event\":\"SparkListenerJobEnd\",\"Job ID\":0,\"Completion Time\":" + (seconds + 4) * 1000 + "}");
        lines.add("{\"Event\":\"SparkListenerApplicationEnd\",\"Timestamp\":" + (seconds + 5) * 1000 + "}");
        return Files.write(directory.resolve(name), lines);
    }

    private static String run(String... arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(SCRIPT));
        all.addAll(List.of(arguments));
        return Python.run("json", all.toArray(String[]::new));
    }

    @Test
    void the_parts_of_an_event_log_are_summed() throws IOException, InterruptedException {
        assertThat(run("log", log("a", 500, 10).toString()).lines())
                .containsExactly(
                        "tasks: 2.0",
                        "task seconds: 6.0",
                        "processor seconds: 4.0",
                        "shuffle bytes: 500.0",
                        "driver bytes: 1,400.0",
                        "seconds: 10.0",
                        "seconds without a job: 2.0");
    }

    /** Of 10 and 20 rows, 500 and 900 bytes: of 50 it says 2,100, a twentieth more than 2,000. */
    @Test
    void a_line_through_two_logs_is_compared_with_a_third() throws IOException, InterruptedException {
        assertThat(run("predict", "10=" + log("a", 500, 10), "20=" + log("b", 900, 12), "50=" + log("c", 2000, 18)))
                .contains("| shuffle bytes | 500.0 | 900.0 | 40 | 2,100.0 | 2,000.0 | +5 % |")
                .contains("| seconds | 10.0 | 12.0 | 0.2 | 18.0 | 18.0 | +0 % |");
    }

    @Test
    void what_is_no_log_of_a_job_that_has_ended_is_one_line() throws IOException, InterruptedException {
        Path half = Files.write(
                directory.resolve("half"), Files.readAllLines(log("a", 500, 10)).subList(0, 3));
        assertThat(run("log", half.toString()))
                .startsWith(half + ": expected the event log of a job that has ended, found 1 tasks and no end")
                .hasLineCount(1);
        assertThat(run("predict", "10=a", "20=b", "many=c"))
                .contains("10=a: expected ROWS=FILE")
                .hasLineCount(1);
    }

    @Test
    void a_cost_has_a_line_for_each_stage_and_number_of_executors() throws InterruptedException {
        assertThat(run("cost", "--executors", "3,5", "--network", "1e18")
                        .lines()
                        .filter(line -> line.contains("| 3 |") || line.contains("| 5 |")))
                .hasSize(8);
    }
}
