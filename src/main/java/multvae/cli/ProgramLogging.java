package multvae.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.LevelFilter;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import multvae.io.Printable;
import org.slf4j.Logger;

/**
 * What a person reads of the program's log: messages go to standard output, warnings and errors to standard error, so that they are
 * seen if the output goes to a file or a program. A run adds run.log, with times, levels and stack traces.
 *
 * <p>Logback finds it as a service, in the program's jar only. It is code, since a logback.xml needs an XML parser, which
 * a short command would load for that alone. {@code -Dlogback.configurationFile=FILE} replaces it.
 */
public final class ProgramLogging extends ContextAwareBase implements Configurator {

    private static final String OWN_FILE = "logback.configurationFile";

    /**
     * Libraries whose warnings are no fault of the user's. M2.1 of ND4J warns of its own duplicate op names at every start. Jetty warns
     * of what clients send, in their own bytes, once per request: they would fill the log, and the service's metrics count what
     * is refused. Spark and Hadoop warn of names of machines, of large tasks, of native code that is not there.
     */
    private static final List<String> ERRORS_ONLY =
            List.of("org.nd4j", "org.eclipse.jetty", "org.apache.spark", "org.sparkproject", "org.apache.hadoop");

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(OWN_FILE) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        context.getLogger("multvae").setLevel(Level.INFO);
        ERRORS_ONLY.forEach(library -> context.getLogger(library).setLevel(Level.ERROR));
        LevelFilter messages = new LevelFilter();
        messages.setLevel(Level.INFO);
        messages.setOnMatch(FilterReply.ACCEPT);
        messages.setOnMismatch(FilterReply.DENY);
        root.addAppender(appender(context, "System.out", messages));
        ThresholdFilter warnings = new ThresholdFilter();
        warnings.setLevel(Level.WARN.levelStr);
        root.addAppender(appender(context, "System.err", warnings));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static ConsoleAppender<ILoggingEvent> appender(
            LoggerContext context, String target, Filter<ILoggingEvent> filter) {
        Line line = new Line();
        line.setContext(context);
        line.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(line);
        encoder.start();
        filter.setContext(context);
        filter.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName(target);
        appender.setTarget(target);
        appender.setEncoder(encoder);
        appender.addFilter(filter);
        appender.start();
        return appender;
    }

    /** The message alone: nothing in it that a terminal obeys. */
    private static final class Line extends LayoutBase<ILoggingEvent> {

        @Override
        public String doLayout(ILoggingEvent event) {
            return Printable.lines(event.getFormattedMessage() + System.lineSeparator());
        }
    }
}
