package multvae.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CitationsTest {

    private static final Pattern KEY = Pattern.compile("(?m)^@[a-z]+\\{([a-z0-9]+),$");

    private static List<String> keys(String text) {
        return KEY.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** The papers that the models' Javadoc names. */
    @ParameterizedTest
    @CsvSource({
        "mult-vae, liang2018variational",
        "mult-dae, liang2018variational",
        "recvae, liang2018variational shenbin2020recvae",
        "item-knn, ferraridacrema2019progress aiolli2013efficient",
        "ease, steck2019embarrassingly",
        "edlae, steck2019embarrassingly steck2020autoencoders",
        "ials, hu2008collaborative rendle2022revisiting"
    })
    void a_model_has_papers_of_its_own(String type, String papers) {
        assertThat(keys(Citations.of(type, false))).containsExactly(papers.split(" "));
        assertThat(keys(Citations.of(type, true))).contains("harper2015movielens");
    }

    @Test
    void popularity_has_none() {
        assertThat(Citations.of("popularity", false)).isEmpty();
        assertThat(keys(Citations.of("popularity", true))).containsExactly("harper2015movielens");
    }
}
