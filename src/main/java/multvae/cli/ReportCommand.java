package multvae.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import multvae.io.UserError;
import multvae.report.Leaderboard;
import multvae.run.RunLayout;
import multvae.training.StopRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The report of one run, which is a stage; or a comparison of all runs below a directory, which writes into none of them. */
@Command(
        name = "report",
        description =
                "With a configuration: runs the stage report, which writes report.html and report.md. With --runs: writes"
                        + " leaderboard.html and leaderboard.md, which compare all runs below a directory.")
final class ReportCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ReportCommand.class);

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "the directory with the runs, such as runs; those of sweeps are found too")
    private Path runs;

    @Option(
            names = "--sort",
            paramLabel = "METRIC",
            description = "with --runs: the metric to sort by, such as ndcg@100; without it, the runs' first one")
    private String sort;

    @Option(names = "--out", paramLabel = "DIR", description = "with --runs: where to write; without it, there")
    private Path out;

    @Mixin
    private RunOptions options = new RunOptions();

    private final StopRequest stop;

    ReportCommand(StopRequest stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Path> config = options.config().file();
        if (runs == null) {
            return ofOneRun(config);
        }
        config.ifPresent(file -> {
            throw new UserError("--runs", "no configuration with it", file.toString(), "leave one of them out");
        });
        if (options.force() || options.plan()) {
            String given = options.force() ? "--force" : "--plan";
            throw new UserError("--runs", "no " + given + ", which is for a stage", given, "leave it out");
        }
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

    private int ofOneRun(Optional<Path> config) throws IOException {
        if (config.isEmpty()) {
            throw new UserError(
                    "report",
                    "a configuration for one run's report, or --runs DIR to compare runs",
                    "neither",
                    "try report conf/quickstart.conf, or report --runs runs");
        }
        if (Files.isDirectory(config.get())) {
            throw new UserError(
                    config.get().toString(),
                    "a configuration",
                    "a directory",
                    "name the file, or compare the runs in it with --runs " + config.get());
        }
        if (sort != null || out != null) {
            String given = sort != null ? "--sort" : "--out";
            throw new UserError(given, "--runs DIR with it", "none", "leave it out, or compare runs");
        }
        StageCommand.requireNoStages(RunLayout.REPORT);
        return Stages.run(options, Set.of(RunLayout.REPORT), stop);
    }
}
