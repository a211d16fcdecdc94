package multvae.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import multvae.model.Half;
import org.junit.jupiter.api.Test;

final class PassesTest {

    private static final Passes ROUND = new Passes(List.of(Half.ENCODER, Half.ENCODER, Half.DECODER));

    @Test
    void each_half_counts_its_own_steps_through_all_epochs() {
        // two batches in a pass, so six steps in an epoch: four of the encoder, two of the decoder
        assertThat(IntStream.range(0, 6).mapToLong(step -> ROUND.adamSteps(0, step, 2)))
                .containsExactly(0L, 1L, 2L, 3L, 0L, 1L);
        assertThat(IntStream.range(0, 6).mapToLong(step -> ROUND.adamSteps(2, step, 2)))
                .containsExactly(8L, 9L, 10L, 11L, 4L, 5L);
        Passes one = new Passes(List.of(Half.BOTH));
        assertThat(IntStream.range(0, 3).mapToLong(step -> one.adamSteps(5, step, 3)))
                .containsExactly(15L, 16L, 17L);
    }

    @Test
    void the_prior_is_copied_once_between_the_halves() {
        assertThat(IntStream.range(0, 3).filter(ROUND::beginsWithCopy)).containsExactly(2);
        Passes twice = new Passes(List.of(Half.ENCODER, Half.DECODER, Half.DECODER));
        assertThat(IntStream.range(0, 3).filter(twice::beginsWithCopy)).containsExactly(1);
        assertThat(new Passes(List.of(Half.BOTH)).beginsWithCopy(0)).isFalse();
    }
}
