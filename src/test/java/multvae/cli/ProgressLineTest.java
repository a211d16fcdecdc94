package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {

    private static final String TERMS = "loss 1234.56 | nll 1200.00 | kl 34.56 | beta 0.1234";

    private static String line(int width) {
        // 30,000 users in 60 s, and 60,000 to go
        return new ProgressLine("users")
                .line(width, "epoch 7/200", 10_000, 40_000, 100_000, Duration.ofSeconds(60), TERMS);
    }

    @Test
    void a_narrow_terminal_keeps_how_long_it_will_take() {
        assertThat(line(26)).isEqualTo("epoch 7/200  40% 2:00 left");
        assertThat(line(40)).isEqualTo("epoch 7/200  40% [====       ] 2:00 left");
        assertThat(line(60)).isEqualTo("epoch 7/200  40% [====       ] 2:00 left, 40000/100000 users");
    }

    @Test
    void no_line_is_wider_than_the_terminal_and_a_wide_one_has_it_all() {
        for (int width = 0; width < 200; width++) {
            assertThat(line(width).length()).isLessThanOrEqualTo(width);
        }
        assertThat(line(150)).contains("[").contains("40000/100000 users", ", 500/s", TERMS);
    }

    @Test
    void nothing_done_yet_is_no_time_known() {
        assertThat(new ProgressLine("").line(30, "ease", 0, 0, 1000, Duration.ZERO, ""))
                .matches("ease {3}0% \\[ +] \\? left");
        assertThat(new ProgressLine("").line(80, "ease", 0, 1, 1000, Duration.ofSeconds(10), ""))
                .endsWith(" 2:46:30 left");
    }
}
