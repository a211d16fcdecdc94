package multvae.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import multvae.config.PreprocessSettings;
import multvae.matrix.Part;
import multvae.ratings.EventList;
import multvae.ratings.Ratings;
import multvae.ratings.RatingsFormat;
import multvae.ratings.RatingsReader;
import multvae.testing.Ids;
import multvae.testing.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what liang_split.py (src/test/python) printed: counts, and hashes of the event lists in its order. */
final class SplitGoldenTest {

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = SplitGoldenTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** As liang_split.py prints a split. */
    private static List<String> print(Split split) {
        SplitStatistics s = split.statistics();
        return List.of(
                "events " + s.events() + " users " + s.users() + " items_before_train " + s.itemsBeforeTrain()
                        + " items " + s.items(),
                line("train", split.trainEvents()),
                line("validation_tr", split.foldInEvents(Part.VALIDATION)),
                line("validation_te", split.heldOutEvents(Part.VALIDATION)),
                line("test_tr", split.foldInEvents(Part.TEST)),
                line("test_te", split.heldOutEvents(Part.TEST)));
    }

    private static String line(String name, EventList events) {
        return name + " " + events.size() + " " + Sha256.ofPairs(events);
    }

    static Ratings sample(double threshold) throws URISyntaxException {
        Path file =
                Path.of(Split.class.getResource("/ml-latest-small/ratings.csv").toURI());
        return RatingsReader.read(file, RatingsFormat.CSV, threshold);
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 100})
    void the_bundled_sample_splits_as_the_published_code_splits_it(int heldOutUsers) throws Exception {
        List<String> golden = lines("split-ml-latest-small.txt");
        int start = golden.indexOf(golden.stream()
                .filter(l -> l.startsWith("[N = " + heldOutUsers + "]"))
                .findFirst()
                .orElseThrow());
        Split split = Split.of(sample(3.5), new PreprocessSettings(3.5, 5, 0, heldOutUsers, 0.2, 98765));

        List<String> expected = golden.subList(start, start + 6).stream()
                .map(l -> l.replaceFirst("^\\[N = \\d+]\\s+", ""))
                .toList();
        assertThat(print(split)).isEqualTo(expected);
    }

    @Test
    void an_item_minimum_another_proportion_and_another_seed_split_as_the_published_code_does() throws Exception {
        Split split = Split.of(sample(3.0), new PreprocessSettings(3.0, 20, 3, 80, 0.35, 4242));
        assertThat(print(split))
                .isEqualTo(lines("split-ml-latest-small-other.txt").stream()
                        .filter(l -> !l.startsWith("#"))
                        .toList());
    }

    @Test
    void the_rows_and_columns_carry_the_ids_that_the_published_code_gives_them() throws Exception {
        Split split = Split.of(sample(3.5), new PreprocessSettings(3.5, 5, 0, 50, 0.2, 98765));
        // the ends of unique_uid.txt and unique_sid.txt
        long[] train = Ids.numbers(split.userIds(Part.TRAIN));
        long[] validation = Ids.numbers(split.userIds(Part.VALIDATION));
        long[] test = Ids.numbers(split.userIds(Part.TEST));
        long[] items = Ids.numbers(split.itemIds());
        assertThat(new long[] {train[0], train[502], validation[0], validation[49], test[0], test[49]})
                .containsExactly(444, 272, 436, 593, 29, 506);
        assertThat(new long[] {items[0], items[1], items[2], items[items.length - 1]})
                .containsExactly(1, 3, 6, 161634);
    }

    @Test
    void movielens_1m_splits_as_the_published_code_splits_it() throws IOException {
        String directory = System.getProperty("movielens.1m", "");
        assumeTrue(!directory.isBlank(), "set -Dmovielens.1m to the directory of MovieLens 1M's ratings.dat");
        Ratings ratings = RatingsReader.read(Path.of(directory, "ratings.dat"), RatingsFormat.ML_1M, 3.5);
        Split split = Split.of(ratings, new PreprocessSettings(3.5, 5, 0, 600, 0.2, 98765));
        assertThat(ratings.rows()).isEqualTo(1_000_209);
        assertThat(print(split))
                .isEqualTo(lines("split-ml-1m.txt").stream()
                        .filter(l -> !l.startsWith("#"))
                        .toList());
    }
}
