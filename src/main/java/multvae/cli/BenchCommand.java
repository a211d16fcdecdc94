package multvae.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import multvae.bench.Benchmark;
import multvae.bench.HeldOutUsers;
import multvae.bench.SyntheticData;
import multvae.config.Settings;
import multvae.io.Json;
import multvae.io.NamedFile;
import multvae.io.OutputPlace;
import multvae.io.UserError;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.run.RunLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures what a training step or an evaluation costs on this machine. */
@Command(
        name = "bench",
        description = "Measures a training step or an evaluation, on a run's preprocessed data or on generated data.")
final class BenchCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(BenchCommand.class);

    enum What {
        train,
        evaluate
    }

    @Parameters(index = "0", paramLabel = "train|evaluate", description = "what to measure")
    private What what;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--times",
            paramLabel = "N",
            description = "how many steps or evaluations are measured (${DEFAULT-VALUE})")
    private int times = 20;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "how many before them are not measured (${DEFAULT-VALUE})")
    private int warmUp = 5;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the figures to this file")
    private Path json;

    @Option(
            names = "--save",
            paramLabel = "DIR",
            description =
                    "also write the measured matrices there, for other programs: train.npz, or fold-in.npz and held-out.npz")
    private Path save;

    @ArgGroup(exclusive = false)
    private Shape shape;

    /** The size of generated data. */
    static final class Shape {

        @Option(names = "--users", required = true, paramLabel = "N", description = "generate data of this many users")
        private int users;

        @Option(names = "--items", required = true, paramLabel = "N", description = "with this many items")
        private int items;

        @Option(names = "--events", required = true, paramLabel = "N", description = "with about this many events")
        private long events;
    }

    @Override
    public Integer call() throws IOException {
        check("--times", times, 1);
        check("--warm-up", warmUp, 0);
        Settings settings = config.settings();
        Benchmark benchmark = what == What.train ? train(settings) : evaluate(settings);
        benchmark.lines().forEach(LOG::info);
        if (json != null) {
            OutputPlace.making(json, "a file that can be made", () -> {
                NamedFile.write(json, Json.indented(benchmark) + "\n");
                return json;
            });
        }
        return ExitCode.OK;
    }

    private Benchmark train(Settings settings) throws IOException {
        CsrMatrix train = shape == null ? read(settings, RunLayout.TRAIN_MATRIX) : generated();
        save(train, "train.npz");
        return Benchmark.train(train, settings, warmUp, times);
    }

    private Benchmark evaluate(Settings settings) throws IOException {
        HeldOutUsers users = shape == null
                ? new HeldOutUsers(read(settings, RunLayout.TEST_FOLD_IN), read(settings, RunLayout.TEST_HELD_OUT))
                : HeldOutUsers.of(generated());
        save(users.foldIn(), "fold-in.npz");
        save(users.heldOut(), "held-out.npz");
        return Benchmark.evaluate(users, settings, warmUp, times);
    }

    private void save(CsrMatrix matrix, String name) throws IOException {
        if (save != null) {
            OutputPlace.making(save, "a directory that can be made", () -> Files.createDirectories(save));
            CsrFile.write(save.resolve(name), matrix);
        }
    }

    private CsrMatrix generated() {
        return SyntheticData.matrix(shape.users, shape.items, shape.events);
    }

    private static void check(String option, int value, int least) {
        if (value < least) {
            throw new UserError(option, "at least " + least, String.valueOf(value), "correct it");
        }
    }

    private static CsrMatrix read(Settings settings, RunLayout.Artifact artifact) throws IOException {
        Path path = settings.runDirectory().resolve(artifact.name());
        if (!Files.isRegularFile(path)) {
            throw new UserError(
                    path.toString(),
                    "a matrix that preprocess wrote",
                    "none",
                    "run with -Dstage=fetch,preprocess first, or give --users, --items and --events");
        }
        return CsrFile.read(path);
    }
}
