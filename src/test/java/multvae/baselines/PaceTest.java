package multvae.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PaceTest {

    @Test
    void the_second_block_tells_how_long_all_of_them_take() {
        // The first block takes 9 s, of which most is loading; the second one 2 s for 0.05 of the work: 40 s for all of
        // it.
        Iterator<Long> clock =
                List.of(9_000_000_000L, 11_000_000_000L, 99_000_000_000L).iterator();
        Pace pace = new Pace(clock::next);
        assertThat(pace.measure(0.0625)).isEmpty();
        assertThat(pace.measure(0.1125).orElseThrow()).isBetween(39.999, 40.001);
        assertThat(pace.measure(1)).isEmpty();
    }
}
