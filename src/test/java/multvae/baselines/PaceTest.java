package multvae.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PrimitiveIterator;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PaceTest {

    @Test
    void the_second_block_tells_how_long_all_of_them_take() {
        // The first block takes 8 s, of which most is loading; the second one 2 s for 0.05 of the work, so the 0.9 that
        // are
        // left take 36 s, and all of it 46 s.
        Pace pace = pace(1, 9, 11, 99);
        assertThat(pace.measure(0.05)).isEmpty();
        assertThat(pace.measure(0.1).orElseThrow()).isBetween(45.999, 46.001);
        assertThat(pace.measure(1)).isEmpty();
    }

    @Test
    void a_second_block_that_ends_the_task_is_not_measured() {
        Pace pace = pace(0, 1, 2);
        assertThat(pace.measure(0.99)).isEmpty();
        assertThat(pace.measure(1)).isEmpty();
    }

    @Test
    void a_second_block_of_a_small_share_counts_for_what_is_left_only() {
        // 515 columns in blocks of 512, 2 and 1: 1 s for the second block is 0.5 s for the last, and 3.5 s in all.
        Pace pace = pace(0, 2, 3, 4);
        assertThat(pace.measure(512 / 515.0)).isEmpty();
        assertThat(pace.measure(514 / 515.0).orElseThrow()).isBetween(3.499, 3.501);
    }

    /** Of a clock that shows these seconds, one after the other. */
    private static Pace pace(long... seconds) {
        PrimitiveIterator.OfLong clock =
                LongStream.of(seconds).map(TimeUnit.SECONDS::toNanos).iterator();
        return new Pace(clock::nextLong);
    }
}
