package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.FilterReply;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program's log, as Logback gets it. */
final class ProgramLoggingTest {

    private final LoggerContext context = new LoggerContext();

    private Configurator.ExecutionStatus configure() {
        ProgramLogging logging = new ProgramLogging();
        logging.setContext(context);
        return logging.configure(context);
    }

    private ConsoleAppender<ILoggingEvent> appender(String target) {
        return (ConsoleAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(target);
    }

    private ILoggingEvent event(Level level, String message) {
        Logger logger = context.getLogger("multvae.cli.Main");
        return new LoggingEvent(ProgramLoggingTest.class.getName(), logger, level, message, null, null);
    }

    @Test
    void logback_finds_it_as_a_service() {
        assertThat(ServiceLoader.load(Configurator.class)).hasOnlyElementsOfType(ProgramLogging.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"INFO, true, false", "WARN, false, true", "ERROR, false, true", "DEBUG, false, false"})
    void a_level_goes_to_one_stream(String level, boolean out, boolean err) {
        assertThat(configure()).isEqualTo(Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        ILoggingEvent event = event(Level.valueOf(level), "x");
        assertThat(appender("System.out").getFilterChainDecision(event) != FilterReply.DENY)
                .isEqualTo(out);
        assertThat(appender("System.err").getFilterChainDecision(event) != FilterReply.DENY)
                .isEqualTo(err);
    }

    @Test
    void libraries_log_less_than_the_program() {
        configure();
        assertThat(context.getLogger("multvae.run").getEffectiveLevel()).isEqualTo(Level.INFO);
        assertThat(context.getLogger("org.nd4j.x").getEffectiveLevel()).isEqualTo(Level.ERROR);
        assertThat(context.getLogger("org.eclipse.jetty.x").getEffectiveLevel()).isEqualTo(Level.ERROR);
        assertThat(context.getLogger("any.other").getEffectiveLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void a_line_is_the_message_without_what_a_terminal_obeys() {
        configure();
        byte[] line = appender("System.out").getEncoder().encode(event(Level.INFO, "a\u001b[31mb"));
        assertThat(new String(line, StandardCharsets.UTF_8)).isEqualTo("a?[31mb" + System.lineSeparator());
    }
}
