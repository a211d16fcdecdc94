package multvae.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import multvae.io.IoReason;
import multvae.io.UserError;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.run.RunLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;

/** run.log in a run's directory: everything that is logged, with times and stack traces, appended run after run. */
final class RunLog implements AutoCloseable {

    /** What is done in a run's directory. */
    interface Work {
        void run() throws IOException;
    }

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(RunLog.class);

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final FileAppender<ILoggingEvent> appender = new FileAppender<>();
    private final StatusListener watch = this::note;
    private volatile String failure = "";

    private RunLog(Path runDirectory) {
        requireFileOrNothing(runDirectory.resolve(RunLayout.RUN_LOG));
        PrintableLayout layout = new PrintableLayout();
        layout.setContext(context);
        layout.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{20} %msg%n%ex");
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        appender.setContext(context);
        appender.setFile(runDirectory.resolve(RunLayout.RUN_LOG).toString());
        appender.setEncoder(encoder);
        appender.start();
        if (!appender.isStarted()) {
            throw new UserError(
                    appender.getFile(),
                    "a file to write to",
                    "none that can be",
                    "check its directory and permissions");
        }
        context.getStatusManager().add(watch);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    /** A link would have another file written to, a pipe would wait for a reader. */
    private static void requireFileOrNothing(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new UserError(
                    file.toString(), "a file or nothing", "a link, a directory or a device", "remove or rename it");
        }
    }

    /** Logback drops the lines that it cannot write. */
    private void note(Status status) {
        if (status.getLevel() >= Status.WARN && status.getThrowable() instanceof IOException e && failure.isEmpty()) {
            failure = IoReason.of(e);
        }
    }

    /**
     * Does the work of a run under its directory's lock, logs it, and logs how it failed if it fails.
     *
     * @return the exit code
     * @throws UserError if another process holds the lock, or the log cannot be written
     */
    static int during(RunDirectory directory, Work work) throws IOException {
        try (RunLock lock = RunLock.take(directory);
                RunLog log = new RunLog(directory.root())) {
            try {
                work.run();
                return ExitCode.OK;
            } catch (IOException | RuntimeException | Error e) {
                return Failures.report(e); // while the log is open
            }
        }
    }

    @Override
    public void close() {
        context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(appender);
        appender.stop();
        context.getStatusManager().remove(watch);
        if (!failure.isEmpty()) {
            LOG.warn("{}: lines of the log are missing: {}", appender.getFile(), failure);
        }
    }
}
