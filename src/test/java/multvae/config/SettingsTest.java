package multvae.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import multvae.error.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {

    private static final List<String> DATASETS = List.of("ml-latest-small", "ml-1m", "ml-20m");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"quickstart", "ml1m", "ml20m"})
    void every_file_of_conf_loads(String name) {
        Settings settings = Settings.load(Path.of("conf", name + ".conf"), Map.of(), DATASETS);
        assertThat(settings.runDirectory()).isEqualTo(Path.of("runs", name));
    }

    @Test
    void ml20m_is_the_papers_run() {
        Settings settings = Settings.load(Path.of("conf/ml20m.conf"), Map.of(), DATASETS);
        assertThat(settings.train().epochs()).isEqualTo(200);
        assertThat(settings.train().batchSize()).isEqualTo(500);
        assertThat(settings.train().anneal().totalSteps()).hasValue(200_000);
        assertThat(settings.train().anneal().cap()).isEqualTo(0.2);
        assertThat(settings.preprocess().heldOutUsers()).isEqualTo(10_000);
        assertThat(settings.model().qDims()).containsExactly(600, 200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.epoch = 5 | train.epoch: expected a key of the configuration, found train.epoch; did you mean train.epochs?",
                "trian.epochs = 5 | trian: expected a key of the configuration, found trian; did you mean",
                "train.epochs = many | train.epochs: expected a whole number from 1 to 1000000, found \"many\"; correct it",
                "train.epochs = 0 | train.epochs: expected a whole number from 1 to 1000000, found 0; correct it",
                "train.epochs = 1.5 | train.epochs: expected a whole number from 1 to 1000000, found 1.5; correct it",
                "train.epochs = null | train.epochs: expected a whole number from 1 to 1000000, found null; correct it",
                "train.epochs = [5] | train.epochs: expected a whole number from 1 to 1000000, found [5]; correct it",
                "train.epochs.x = 5 | train.epochs: expected a value, found {\"x\":5}; correct it",
                "train = 5 | train: expected a section of keys, found 5; correct it",
                "train.learningRate = 0 | train.learningRate: expected a number above 0, found 0; correct it",
                "train.anneal.cap = 1.1 | train.anneal.cap: expected a number from 0 to 1, found 1.1; correct it",
                "train.batchSize = -1 | train.batchSize: expected a whole number from 1 to 1000000, found -1; correct it",
                "preprocess.heldOutProportion = 1 | preprocess.heldOutProportion: expected a number above 0 and below 1, found 1",
                "preprocess.splitSeed = 4294967296 | preprocess.splitSeed: expected a whole number from 0 to 4294967295",
                "model.dropout = 1 | model.dropout: expected a number from 0 to below 1, found 1; correct it",
                "model.pDims = [] | model.pDims: expected a list of whole numbers from 1 to 1000000",
                "model.pDims = 5 | model.pDims: expected a list of whole numbers from 1 to 1000000",
                "model.qDims = [600, 100] | model.qDims: expected a list that ends with the latent size of model.pDims, 200",
                "data.dataset = ml-2m | data.dataset: expected one of ml-latest-small, ml-1m, ml-20m, found \"ml-2m\"",
            })
    void a_wrong_line_is_named_with_its_file_and_line(String line, String expected) throws IOException {
        String dataset = line.startsWith("data.dataset") ? "" : "data.dataset = ml-1m";
        Path file = write(dataset + "\n\n" + line + "\n");
        assertThatThrownBy(() -> Settings.load(file, Map.of(), DATASETS))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ":3: " + expected);
    }

    @Test
    void all_problems_of_a_file_are_reported_at_once() throws IOException {
        Path file = write("data.dataset = ml-1m\ntrain.epochs = x\nmodel.dropout = 2\n");
        assertThatThrownBy(() -> Settings.load(file, Map.of(), DATASETS))
                .hasMessageContaining(":2: train.epochs")
                .hasMessageContaining(":3: model.dropout");
    }

    @Test
    void an_override_wins_and_its_problem_names_the_option() throws IOException {
        Path file = write("data.dataset = ml-1m\ntrain.epochs = 7\n");
        assertThat(Settings.load(file, Map.of("train.epochs", "3"), DATASETS)
                        .train()
                        .epochs())
                .isEqualTo(3);
        assertThatThrownBy(() -> Settings.load(file, Map.of("train.epochs", "three"), DATASETS))
                .hasMessage(
                        "-Dtrain.epochs: expected a whole number from 1 to 1000000, found \"three\"; correct it, or leave it out");
    }

    @Test
    void a_missing_file_a_directory_and_broken_hocon_are_one_line() throws IOException {
        assertThatThrownBy(() -> Settings.load(directory.resolve("no.conf"), Map.of(), DATASETS))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("found no such file");
        assertThatThrownBy(() -> Settings.load(directory, Map.of(), DATASETS))
                .hasMessageContaining("found a directory");
        Path file = write("train {\n  epochs = 5\n");
        assertThatThrownBy(() -> Settings.load(file, Map.of(), DATASETS))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ":");
    }

    @Test
    void only_properties_below_the_configurations_own_names_are_overrides() {
        Properties properties = new Properties();
        properties.setProperty("train.epochs", "5");
        properties.setProperty("train.epoch", "5");
        properties.setProperty("user.dir", "/");
        properties.setProperty("training.epochs", "5");
        assertThat(Settings.overridesAmong(properties)).containsOnlyKeys("train.epochs", "train.epoch");
    }

    @Test
    void what_it_renders_loads_to_the_same() throws IOException {
        Settings settings = Settings.load(Path.of("conf/ml20m.conf"), Map.of("run.directory", "runs/a b"), DATASETS);
        Settings again = Settings.load(write(settings.render()), Map.of(), DATASETS);
        assertThat(again).isEqualTo(settings);
    }

    @Test
    void the_same_number_written_otherwise_is_the_same_slice() throws IOException {
        Settings a = Settings.load(
                write("data.dataset = ml-1m\ntrain { batchSize = 500.0, anneal.cap = 2e-1 }"), Map.of(), DATASETS);
        Settings b = Settings.load(Path.of("conf/ml1m.conf"), Map.of("train.epochs", "200"), DATASETS);
        assertThat(a.slice("train")).isEqualTo(b.slice("train"));
        assertThat(a.slice("train")).doesNotContainKey("model.dropout").containsEntry("train.batchSize", 500L);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("test.conf"), text);
    }
}
