package multvae.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import multvae.io.UserError;
import multvae.run.RunLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** run.log in a run's directory: everything that is logged, with times and traces, appended run after run. */
final class RunLog implements AutoCloseable {

    private final FileAppender<ILoggingEvent> appender = new FileAppender<>();

    RunLog(Path runDirectory) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{20} %msg%n%ex");
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

    @Override
    public void close() {
        ((LoggerContext) LoggerFactory.getILoggerFactory())
                .getLogger(Logger.ROOT_LOGGER_NAME)
                .detachAppender(appender);
        appender.stop();
    }
}
