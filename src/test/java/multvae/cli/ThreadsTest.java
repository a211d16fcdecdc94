package multvae.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ThreadsTest {

    @Test
    void nothing_asked_for_is_right_and_so_is_what_both_have() {
        assertThatCode(() -> Threads.check(null, 2, Map.of())).doesNotThrowAnyException();
        assertThatCode(() -> Threads.check("3", 3, Map.of("OMP_NUM_THREADS", "3")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "two", "1.5", "01", "10000", "2 "})
    void what_is_no_number_of_threads_is_refused(String wanted) {
        assertThatThrownBy(() -> Threads.check(wanted, 2, Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessage("-Dthreads: expected a whole number from 1 to 9999, found " + wanted + "; correct it");
    }

    @Test
    void another_number_than_the_process_was_started_with_says_how_to_start_it() {
        assertThatThrownBy(() -> Threads.check("3", 2, Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "-Dthreads: expected Java and the native libraries started with 3 threads, as ./multvae does,"
                                + " found 2 and no OMP_NUM_THREADS; start it with OMP_NUM_THREADS=3 in the environment and"
                                + " -XX:ActiveProcessorCount=3 after java or in JAVA_TOOL_OPTIONS");
        assertThatThrownBy(() -> Threads.check("3", 3, Map.of("OMP_NUM_THREADS", "1")))
                .hasMessageContaining("found 3 and OMP_NUM_THREADS=1");
    }
}
