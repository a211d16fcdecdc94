package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {

    @Test
    void the_published_mult_vae_has_24511308_parameters() {
        assertThat(new Architecture(20_108, List.of(600, 200), List.of(200, 600)).parameterCount())
                .isEqualTo(24_511_308);
    }

    @Test
    void encoder_and_decoder_must_agree_on_the_latent_size() {
        assertThatThrownBy(() -> new Architecture(10, List.of(6, 3), List.of(2, 6)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("latent size");
    }
}
