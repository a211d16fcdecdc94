package multvae.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class BugLogTest {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(BugLog.class);
    private final AtomicLong nanos = new AtomicLong();
    private final BugLog bugs = new BugLog(nanos::get);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
    }

    private List<String> messages() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static RuntimeException thrownAt(int line) {
        RuntimeException thrown = new IllegalStateException("for a client's " + line);
        thrown.setStackTrace(new StackTraceElement[] {new StackTraceElement("Some", "method", "Some.java", line)});
        return thrown;
    }

    @Test
    void a_trace_stands_in_the_message_with_its_cause_and_no_control_characters() {
        bugs.log("a request failed", new RuntimeException("two\nlines \u001b[31m", new Error("why")));
        assertThat(messages()).hasSize(1);
        assertThat(messages().get(0))
                .startsWith("A bug in multvae: a request failed\njava.lang.RuntimeException: two\nlines ?[31m\n")
                .contains("\n    at multvae.server.BugLogTest.a_trace_stands", "\nCaused by: java.lang.Error: why\n")
                .doesNotContain("\u001b", "\t");
    }

    @Test
    void a_client_that_trips_over_one_bug_a_thousand_times_makes_one_trace_per_window() {
        for (int k = 0; k < 2_000; k++) {
            bugs.log("a request failed", thrownAt(1));
        }
        assertThat(messages()).hasSize(1);
        nanos.addAndGet(BugLog.WINDOW.toNanos() - 1);
        bugs.log("a request failed", thrownAt(1));
        assertThat(messages()).hasSize(1);
        nanos.incrementAndGet();
        bugs.log("a request failed", thrownAt(1));
        assertThat(messages()).hasSize(2);
        assertThat(messages().get(1))
                .startsWith("A bug in multvae: a request failed (2000 more like those logged before were left out)\n");
    }

    @Test
    void of_many_different_traces_a_few_are_logged_per_window() {
        for (int line = 0; line < 100; line++) {
            bugs.log("a request failed", thrownAt(line));
        }
        assertThat(messages()).hasSize(BugLog.MOST_PER_WINDOW);
    }

    @Test
    void a_message_of_a_megabyte_is_cut() {
        bugs.log("a request failed", new RuntimeException("x".repeat(1 << 20) + "\n".repeat(100_000)));
        assertThat(messages().get(0)).hasSizeLessThan(50_000);
    }
}
