package multvae.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import multvae.testing.Python;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** The script behind docs/scale.md, with a multvae that knows what a step costs: a microsecond for ten items, or is refused. */
final class ScaleScriptTest {

    private static final String MULTVAE =
            """
            echo call >> "$0.log"
            while [ $# -gt 0 ]; do
              case $1 in --users) users=$2 ;; --items) items=$2 ;; --events) events=$2 ;; --json) json=$2 ;; esac
              shift
            done
            [ "$events" = $((70 * users)) ] || exit 1
            if [ "$items" = 900 ]; then echo "train: expected less, found 900; lower it" >&2; exit 2; fi
            printf '{"milliseconds": {"step": {"median": %s}, "processor time of a step, all threads": {"median": %s}},
              "peakResidentBytes": %s}' $((items / 10)) $((items / 20)) $((users * 1000000)) > "$json"
            """;

    @TempDir
    private Path directory;

    @Test
    void the_table_has_each_shape_and_the_plot_each_figure_and_nothing_is_measured_twice() throws Exception {
        assumeTrue(Script.haveShell(), "this system has no /bin/sh");
        Path multvae = Script.program(directory.resolve("bin"), "multvae", MULTVAE);
        Path plot = directory.resolve("scale.svg");
        String[] arguments = {
            "src/bench/python/scale.py",
            directory.resolve("figures").toString(),
            "--items=100,300,900",
            "--users=10,20,40",
            "--command=" + multvae,
            "--plot=" + plot
        };
        String first = Python.run("json", arguments);
        String second = Python.run("json", arguments);
        assertThat(second.lines().toList())
                .contains(
                        "| items | users | full: step, ms | processor, ms | peak, MB | sampled: step, ms | processor, ms | peak, MB |",
                        "| 100 | 10 | 10 | 5 | 10 | 10 | 5 | 10 |",
                        "| 300 | 40 | 30 | 15 | 40 | 30 | 15 | 40 |",
                        "| 900 | 20 | refused |  |  | refused |  |  |",
                        "900 items, 20 users, sampled: train: expected less, found 900; lower it")
                .filteredOn(line -> line.startsWith("| 100") || line.startsWith("| 300") || line.startsWith("| 900"))
                .hasSize(9);
        assertThat(first).endsWith(second); // after the commands
        assertThat(Files.readAllLines(Path.of(multvae + ".log"))).hasSize(18);
        Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(plot.toFile());
        assertThat(svg.getElementsByTagName("circle").getLength())
                .isEqualTo(
                        2 * (2 * 2 + 2 * 3)); // two costs, two softmaxes; two of the numbers of items, three of users
    }
}
