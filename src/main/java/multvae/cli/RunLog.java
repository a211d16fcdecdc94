package multvae.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.IOException;
import java.nio.file.Path;
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

    private final FileAppender<ILoggingEvent> appender = new FileAppender<>();

    private RunLog(Path runDirectory) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
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
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
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
        ((LoggerContext) LoggerFactory.getILoggerFactory())
                .getLogger(Logger.ROOT_LOGGER_NAME)
                .detachAppender(appender);
        appender.stop();
    }
}
