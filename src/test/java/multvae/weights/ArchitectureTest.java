package multvae.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {

    @Test
    void the_published_mult_vae_has_24511308_parameters() {
        assertThat(of(20_108, ModelType.MULT_VAE, List.of(600, 200), List.of(200, 600))
                        .parameterCount())
                .isEqualTo(24_511_308);
    }

    @Test
    void the_published_mult_dae_has_8063508_parameters() {
        assertThat(of(20_108, ModelType.MULT_DAE, List.of(200), List.of(200)).parameterCount())
                .isEqualTo(8_063_508);
    }

    @Test
    void encoder_and_decoder_must_agree_on_the_latent_size() {
        assertThatThrownBy(() -> of(10, ModelType.MULT_VAE, List.of(6, 3), List.of(2, 6)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("latent size");
    }

    @Test
    void every_layer_needs_a_dropout_rate() {
        assertThatThrownBy(() -> new Architecture(
                        10,
                        ModelType.MULT_DAE,
                        List.of(3),
                        List.of(3),
                        List.of(0.5, 0.1),
                        List.of(0.0),
                        Activation.TANH,
                        0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dropout rate for each layer");
    }

    @Test
    void a_description_has_every_layer_from_the_input_to_the_logits() {
        // Liang et al. 2018, section 3.2: dropout on the input, tanh on hidden layers, none before z and on the logits.
        assertThat(new Architecture(
                                20108,
                                ModelType.MULT_VAE,
                                List.of(600, 200),
                                List.of(200, 600),
                                List.of(0.5, 0.0),
                                List.of(0.0, 0.0),
                                Activation.TANH,
                                0)
                        .description())
                .containsExactly(
                        "(0) Dropout(0.5)",
                        "(1) Dense(20108 -> 600)",
                        "(2) Tanh",
                        "(3) Dense(600 -> 2 x 200)",
                        "(4) z = mu + eps * sigma",
                        "(5) Dense(200 -> 600)",
                        "(6) Tanh",
                        "(7) Dense(600 -> 20108)");
        assertThat(of(7, ModelType.MULT_DAE, List.of(3), List.of(3)).description())
                .containsExactly("(0) Dropout(0.5)", "(1) Dense(7 -> 3)", "(2) Tanh", "(3) Dense(3 -> 7)");
    }

    /** By hand: (items + 1) 600, four times 601 * 600, 601 * 400, 201 items, and five layer norms of 1,200. */
    @Test
    void the_published_recvae_has_17795908_parameters_and_its_layers_are_described() {
        Architecture architecture = new Architecture(
                20_108,
                ModelType.RECVAE,
                List.of(600, 600, 600, 600, 600, 200),
                List.of(200),
                List.of(0.5, 0.0, 0.0, 0.0, 0.0, 0.0),
                List.of(0.0),
                Activation.SWISH,
                0);
        assertThat(architecture.parameterCount())
                .isEqualTo(20_109L * 600 + 4 * 601 * 600 + 601 * 400 + 201 * 20_108 + 5 * 1200);
        assertThat(architecture.description())
                .startsWith(
                        "(0) Dropout(0.5)",
                        "(1) Dense(20108 -> 600)",
                        "(2) Swish",
                        "(3) LayerNorm(600)",
                        "(4) Dense(600 -> 600) + the layers before",
                        "(5) Swish")
                .endsWith(
                        "(15) LayerNorm(600)",
                        "(16) Dense(600 -> 2 x 200)",
                        "(17) z = mu + eps * sigma",
                        "(18) Dense(200 -> 20108)");
    }

    @Test
    void a_recvaes_layers_can_be_added_up_and_have_dropout_on_the_input_alone() {
        for (List<Integer> qDims : List.of(List.of(3), List.of(5, 6, 3))) {
            assertThatThrownBy(() -> of(10, ModelType.RECVAE, qDims, List.of(3)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("one width");
        }
        assertThatThrownBy(() -> of(10, ModelType.RECVAE, List.of(5, 3), List.of(3, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one width");
        assertThatThrownBy(() -> of(10, ModelType.RECVAE, List.of(5, 3), List.of(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dropout on its input alone");
    }

    private static Architecture of(int items, ModelType type, List<Integer> qDims, List<Integer> pDims) {
        return new Architecture(
                items,
                type,
                qDims,
                pDims,
                Collections.nCopies(qDims.size(), 0.5),
                Collections.nCopies(pDims.size(), 0.0),
                Activation.TANH,
                0);
    }
}
