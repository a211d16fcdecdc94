package multvae.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import multvae.config.PreprocessSettings;
import multvae.config.Settings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled sample stands for MovieLens 20M. */
final class PublishedComparisonTest {

    private static final PreprocessSettings SETTINGS = new PreprocessSettings(3.5, 5, 0, 100, 0.2, 98765);

    @TempDir
    private static Path directory;

    private static Split split;
    private static Map<PublishedFile, String> ids;

    @BeforeAll
    static void make_a_split() throws Exception {
        split = Split.of(SplitGoldenTest.sample(3.5), SETTINGS);
        ids = new EnumMap<>(PublishedFile.class);
        for (PublishedFile file : PublishedFile.values()) {
            ids.put(file, file.gitBlob(split));
        }
    }

    private static Settings settings(Map<String, String> more) throws IOException {
        Map<String, String> overrides = new TreeMap<>(more);
        overrides.putIfAbsent("data.dataset", "sample");
        overrides.putIfAbsent("preprocess.heldOutUsers", "100");
        Path file = Files.writeString(directory.resolve("x.conf"), "");
        return Settings.load(file, overrides, List.of("sample", "other", "ml-20m"));
    }

    private static Publication publication(Map<PublishedFile, String> published) {
        SplitStatistics statistics = split.statistics();
        return new Publication("sample", SETTINGS, statistics.users(), statistics.items(), published);
    }

    private static List<String> incomparable(Map<String, String> more) throws IOException {
        return PublishedComparison.of(split, settings(more), publication(ids)).incomparable();
    }

    @Test
    void the_same_files_are_the_published_ones() throws IOException {
        PublishedComparison same = PublishedComparison.of(split, settings(Map.of()), publication(ids));
        assertThat(same.incomparable()).isEmpty();
        assertThat(same.different()).isEmpty();
        assertThat(same.files())
                .extracting(PublishedComparison.File::name)
                .containsExactly(
                        "train.csv",
                        "validation_tr.csv",
                        "validation_te.csv",
                        "test_tr.csv",
                        "test_te.csv",
                        "unique_sid.txt");
        assertThat(same.files()).allMatch(file -> file.published().equals(Optional.of(file.gitBlob())));
    }

    @Test
    void a_file_with_another_id_is_named() throws IOException {
        Map<PublishedFile, String> others = new EnumMap<>(ids);
        others.put(PublishedFile.TEST_HELD_OUT, "0".repeat(40));
        PublishedComparison other = PublishedComparison.of(split, settings(Map.of()), publication(others));
        assertThat(other.different()).containsExactly("test_te.csv");
    }

    @Test
    void each_setting_that_is_another_one_is_a_reason() throws IOException {
        assertThat(incomparable(Map.of("data.dataset", "other"))).containsExactly("data.dataset is other, not sample");
        assertThat(incomparable(Map.of("preprocess.ratingThreshold", "4", "preprocess.minUserEvents", "6")))
                .containsExactly("preprocess.ratingThreshold is 4.0, not 3.5", "preprocess.minUserEvents is 6, not 5");
        assertThat(incomparable(Map.of("preprocess.minItemEvents", "1")))
                .containsExactly("preprocess.minItemEvents is 1, not 0");
        assertThat(incomparable(Map.of("preprocess.heldOutUsers", "50", "preprocess.heldOutProportion", "0.1")))
                .containsExactly(
                        "preprocess.heldOutUsers is 50, not 100", "preprocess.heldOutProportion is 0.1, not 0.2");
        assertThat(incomparable(Map.of("preprocess.splitSeed", "1")))
                .containsExactly("preprocess.splitSeed is 1, not 98765");
        assertThat(incomparable(Map.of("data.dataset", "null", "data.query", "select 1")))
                .containsExactly("data.dataset is none, not sample");
    }

    @Test
    void the_default_settings_are_the_published_ones_so_that_the_counts_decide() throws IOException {
        Settings published = settings(Map.of("data.dataset", "ml-20m", "preprocess.heldOutUsers", "10000"));
        PublishedComparison comparison = PublishedComparison.of(split, published);
        SplitStatistics statistics = split.statistics();
        assertThat(comparison.incomparable())
                .containsExactly(
                        "the number of users is " + statistics.users() + ", not 136677",
                        "the number of items is " + statistics.items() + ", not 20108");
        assertThat(comparison.files()).allMatch(file -> file.published().isEmpty());
    }

    @Test
    void the_publication_has_an_id_for_each_file() {
        assertThat(Publication.MOVIELENS_20M.gitBlobs()).hasSize(PublishedFile.values().length);
        assertThat(Publication.MOVIELENS_20M.gitBlobs().values())
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9a-f]{40}"));
    }
}
