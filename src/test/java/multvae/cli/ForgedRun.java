package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import multvae.io.FileTree;
import multvae.training.StopRequest;
import org.slf4j.LoggerFactory;

/** A small run of made-up data, its copies, and the program run in this process on them. */
final class ForgedRun {

    private static final int USERS = 60;
    private static final int ITEMS = 24;

    private final Path sound;
    private final Path directory;

    /** Trains and evaluates, once: in a few seconds. */
    ForgedRun(Path directory) throws IOException {
        this.directory = directory;
        this.sound = directory.resolve("sound");
        StringBuilder rows = new StringBuilder("userId,movieId,rating\n");
        for (int user = 0; user < USERS; user++) {
            for (int k = 0; k < 10; k++) {
                rows.append(user + 1)
                        .append(',')
                        .append((7 * user + 5 * k) % ITEMS + 100)
                        .append(",5\n");
            }
        }
        Path ratings = Files.writeString(directory.resolve("ratings.csv"), rows);
        StringBuilder titles = new StringBuilder("movieId,title,genres\n");
        for (int item = 0; item < ITEMS; item++) {
            titles.append(item + 100).append(",Film ").append(item).append(" (1999),Drama|War\n");
        }
        Files.writeString(directory.resolve("movies.csv"), titles);
        Path config = Files.writeString(directory.resolve("own.conf"), "");
        Result result = program(
                "run",
                "--config",
                config.toString(),
                "-Drun.directory=" + sound,
                "-Ddata.ratings=" + ratings,
                "-Dpreprocess.heldOutUsers=10",
                "-Dmodel.pDims=[3,5]",
                "-Dtrain.epochs=3",
                "-Dtrain.batchSize=20",
                "-Devaluate.baselines=popularity,ease",
                "-Devaluate.bootstrap.resamples=20");
        assertThat(result.exitCode()).as(result.errors()).isZero();
        result = program("bundle", "--run", sound.toString(), "--to", bundle().toString());
        assertThat(result.exitCode()).as(result.errors()).isZero();
    }

    Path sound() {
        return sound;
    }

    /** The bundle of the sound run. */
    Path bundle() {
        return directory.resolve("bundle");
    }

    /** Another copy of a directory, instead of the one before. */
    static Path copy(Path from, Path to) throws IOException {
        FileTree.delete(to);
        try (Stream<Path> paths = Files.walk(from)) {
            paths.forEach(path -> {
                try {
                    Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return to;
    }

    /** All files of a directory, as paths below it, but logs and locks, in order. */
    static List<String> files(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> directory.relativize(path).toString().replace('\\', '/'))
                    .filter(name -> !name.endsWith(".log") && !name.endsWith(".lock"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * How the program ended.
     *
     * @param errors what it logged as errors
     * @param output what it printed
     */
    record Result(int exitCode, String errors, String output) {}

    /** Runs the program in this process. What it logs and prints is kept from this one's output. */
    static Result program(String... arguments) {
        Logger logger = (Logger) LoggerFactory.getLogger("multvae");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8);
        logger.addAppender(log);
        logger.setAdditive(false);
        System.setOut(captured);
        System.setErr(captured);
        try {
            int exitCode = Commands.execute(new StopRequest(), arguments);
            StringBuilder errors = new StringBuilder();
            for (ILoggingEvent event : List.copyOf(log.list)) {
                if (event.getLevel() == Level.ERROR) {
                    errors.append(event.getFormattedMessage()).append('\n');
                }
            }
            return new Result(exitCode, errors.toString(), printed.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
            logger.setAdditive(true);
            logger.detachAppender(log);
        }
    }
}
