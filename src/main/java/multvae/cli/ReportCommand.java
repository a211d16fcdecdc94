package multvae.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import multvae.report.Leaderboard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Compares all runs below a directory. Takes no lock and writes into no run. */
@Command(
        name = "report",
        description =
                "Writes leaderboard.html and leaderboard.md, which compare all runs below a directory. One run's own"
                        + " report is the stage report: run --stage report.")
final class ReportCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ReportCommand.class);

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            required = true,
            description = "the directory with the runs, such as runs; those of sweeps are found too")
    private Path runs;

    @Option(
            names = "--sort",
            paramLabel = "METRIC",
            description = "the metric to sort by, such as ndcg@100; without it, the runs' first one")
    private String sort;

    @Option(names = "--out", paramLabel = "DIR", description = "where to write; without it, into --runs")
    private Path out;

    @Override
    public Integer call() throws IOException {
        Leaderboard leaderboard = Leaderboard.of(runs, Optional.ofNullable(sort));
        for (Path file : leaderboard.write(Objects.requireNonNullElse(out, runs))) {
            LOG.info("wrote {}", file);
        }
        LOG.info(
                "runs with a result: {}; skipped, with the reason in these files: {}",
                leaderboard.finished(),
                leaderboard.skipped());
        return ExitCode.OK;
    }
}
