package multvae.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import multvae.config.EvaluateSettings.Baseline;
import multvae.config.TuneSettings.Dimension;
import multvae.config.TuneSettings.Distribution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TuneSettingsTest {

    private static final String EXAMPLE =
            "a key of model, train or a baseline and how it is drawn, such as train.learningRate = log-uniform 1e-4 1e-2";

    private static final String LOG =
            "log-uniform and two numbers above 0, the lower one first, the other at most 1e308 times as large";

    @TempDir
    private Path directory;

    private LoadedText text;

    @BeforeEach
    void directory() {
        text = new LoadedText(directory);
    }

    private static String space(String... dimensions) {
        return "data.dataset = ml-1m\ntune.space = ["
                + List.of(dimensions).stream().map(each -> "\"" + each + "\"").collect(Collectors.joining(", "))
                + "]\n";
    }

    @Test
    void each_distribution_is_read_with_its_ends_or_choices_and_written_the_same_for_all_ways_to_write_it() {
        Settings settings = text.load(
                space(
                        "train.learningRate = log-uniform 1e-4 0.01",
                        " train.anneal.cap=uniform 0, 1 ",
                        "model.pDims = choice [200, 600], [100]",
                        "evaluate.itemKnn.neighbours = log-integer 10 5e2",
                        "train.batchSize = integer 100 500"),
                Map.of());
        assertThat(settings.tune().space())
                .containsExactly(
                        new Dimension("train.learningRate", Distribution.LOG_UNIFORM, 1e-4, 1e-2, List.of()),
                        new Dimension("train.anneal.cap", Distribution.UNIFORM, 0, 1, List.of()),
                        new Dimension("model.pDims", Distribution.CHOICE, 0, 0, List.of("[200,600]", "[100]")),
                        new Dimension("evaluate.itemKnn.neighbours", Distribution.LOG_INTEGER, 10, 500, List.of()),
                        new Dimension("train.batchSize", Distribution.INTEGER, 100, 500, List.of()));
        assertThat(settings.tune().space().get(3).baseline()).contains(Baseline.ITEM_KNN);
        assertThat(settings.tune().space().get(4).baseline()).isEmpty();
        Settings again = text.load(settings.render(), Map.of());
        assertThat(again.tune()).isEqualTo(settings.tune());
        assertThat(again.render()).isEqualTo(settings.render());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.learningRte = log-uniform 1e-4 1e-2|KEY|write train.learningRate = log-uniform 1e-4 1e-2",
                "train.anneal.cap = unform 0 1|train.anneal.cap = uniform, log-uniform, integer or log-integer and two ends,"
                        + " or choice and values|write train.anneal.cap = uniform 0 1",
                "train.anneal.cap = uniform 1 0|uniform and two numbers, the lower one first|",
                "train.anneal.cap = uniform 0 1e999|uniform and two numbers, the lower one first|",
                "train.anneal.cap = uniform 0 1 2|uniform and two numbers, the lower one first|",
                "train.learningRate = log-uniform 0 1|LOG|",
                "train.clipNorm = log-uniform 1e-300 1e300|LOG|",
                "train.batchSize = integer 1.5 3|integer and two whole numbers up to 1000000000, the lower one first|",
                "train.batchSize = log-integer 0 3|log-integer and two whole numbers from 1 to 1000000000, the lower one first|",
                "train.batchSize = choice|choice and different values, such as choice 100, 250, 500|",
                "train.batchSize = choice 1, 1|choice and different values, such as choice 100, 250, 500|",
                "train.epochs = integer 1 5|a key that makes another model of the same training, not train.epochs|",
                "evaluate.batchSize = integer 1 5|KEY|write train.batchSize = integer 1 5",
                "preprocess.splitSeed = integer 1 5|KEY|",
                "what|KEY|"
            })
    void a_mistake_is_one_line_with_what_was_meant(String written, String expected, String remedy) {
        assertThat(text.problems(space(written), Map.of()))
                .singleElement()
                .asString()
                .startsWith("x.conf:2: tune.space[0]: expected "
                        + Map.of("KEY", EXAMPLE, "LOG", LOG).getOrDefault(expected, expected) + ", found \"" + written
                        + "\"; ")
                .contains(remedy == null ? "correct it or leave it out" : remedy);
    }

    @Test
    void every_mistake_of_a_space_has_its_own_line() {
        assertThat(text.problems(
                        space("a = 1", "train.anneal.cap = uniform 0 1", "train.seed = integer 1 2"), Map.of()))
                .hasSize(2)
                .allMatch(line -> line.startsWith("x.conf:2: tune.space["));
        assertThat(text.problems("data.dataset = ml-1m\ntune { trials = 0, eta = 1, rungs = 0 }", Map.of()))
                .hasSize(3);
    }
}
