package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import multvae.model.LossTerms;
import multvae.training.History.Epoch;
import multvae.weights.Architecture.ModelType;
import org.junit.jupiter.api.Test;

final class ConsoleTest {

    @Test
    void a_fit_says_what_it_takes() {
        assertThat(Console.fitLine("ease", 40_981, 4L * 40_981 * 40_981, 701))
                .isEqualTo("ease: 40,981 items, 6.7 GB outside of the heap, about 12 min");
        assertThat(Console.fitLine("ease", 20_108, 4L * 20_108 * 20_108, 99.4))
                .isEqualTo("ease: 20,108 items, 1.6 GB outside of the heap, about 99 s");
        assertThat(Console.fitLine("ease", 1, 4, 99.6)).isEqualTo("ease: 1 items, about 2 min");
        assertThat(Console.fitLine("ease", 4_999, 99_960_004, 11)).isEqualTo("ease: 4,999 items, about 11 s");
        assertThat(Console.fitLine("ease", 5_000, 100_000_000, 11))
                .isEqualTo("ease: 5,000 items, 0.1 GB outside of the heap, about 11 s");
        assertThat(Console.fitLine("ials", 20_108, 0, 99.4)).isEqualTo("ials: 20,108 items, about 99 s");
    }

    @Test
    void the_weight_of_the_kl_term_has_its_models_name() {
        LossTerms loss = new LossTerms(7.5, 7, 2, 0);
        assertThat(Console.terms(loss, ModelType.MULT_VAE.klWeight(), 0.25))
                .isEqualTo("loss 7.50 | nll 7.00 | kl 2.00 | beta 0.2500");
        assertThat(Console.terms(loss, ModelType.RECVAE.klWeight(), 0.25))
                .isEqualTo("loss 7.50 | nll 7.00 | kl 2.00 | gamma 0.2500");
        assertThat(new Epoch(1, 5, 0.25, 1e-3, loss, Optional.empty(), Optional.empty()).klWeight())
                .isEqualTo("beta");
        assertThat(new Epoch(1, 5, 0.25, 1e-3, loss, Optional.empty(), Optional.of(loss)).klWeight())
                .isEqualTo("gamma");
    }

    @Test
    void a_fit_that_is_never_estimated_can_advance_and_end() {
        Console console = new Console();
        console.advanced(1);
        console.ended();
        console.estimated("ease", 3, 36, 0.1);
        console.advanced(1);
        console.ended();
    }
}
