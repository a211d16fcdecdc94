package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** What the command line logs, from its making until it is closed. */
final class ErrorLog implements AutoCloseable {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("multvae.cli");

    ErrorLog() {
        log.start();
        logger.addAppender(log);
    }

    /** The errors, a line each. */
    String errors() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .collect(Collectors.joining("\n"));
    }

    /** The last message of any level. */
    String last() {
        assertThat(log.list).isNotEmpty();
        return log.list.get(log.list.size() - 1).getFormattedMessage();
    }

    @Override
    public void close() {
        logger.detachAppender(log);
    }
}
