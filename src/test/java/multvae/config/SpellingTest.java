package multvae.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpellingTest {

    // kitten -> sitten -> sittin -> sitting. ca -> abc takes 3: no part may be edited twice.
    @ParameterizedTest
    @CsvSource({
        "kitten, sitting, 3",
        "ca, abc, 3",
        "trian, train, 1",
        "epoch, epochs, 1",
        "epochs, epoch, 1",
        "pDims, pdims, 0",
        "'', abc, 3",
        "abc, '', 3",
        "ab, ba, 1"
    })
    void distance_counts_insertions_deletions_substitutions_and_swaps(String a, String b, int distance) {
        assertThat(Spelling.distance(a, b)).isEqualTo(distance);
    }

    @Test
    void the_nearest_name_is_the_first_of_equals_and_none_where_all_are_far() {
        // ml-2m is one insertion from ml-20m and from ml-25m.
        assertThat(Spelling.nearest("ml-2m", List.of("ml-100k", "ml-20m", "ml-25m")))
                .contains("ml-20m");
        assertThat(Spelling.nearest("netflix", List.of("ml-100k", "ml-20m"))).isEmpty();
    }

    @Test
    void a_key_in_the_wrong_section_is_found_where_most_of_its_names_agree() {
        List<String> keys = List.of(
                "train.epochs", "train.anneal.epochs", "train.seed", "preprocess.splitSeed", "evaluate.batchSize");

        assertThat(Spelling.nearestKey("epochs", keys)).contains("train.epochs");
        assertThat(Spelling.nearestKey("anneal.epochs", keys)).contains("train.anneal.epochs");
        assertThat(Spelling.nearestKey("model.batchsize", keys)).contains("evaluate.batchSize");
        assertThat(Spelling.nearestKey("split.seed", keys)).contains("preprocess.splitSeed");
        assertThat(Spelling.nearestKey("train.colour", keys)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "train.lr, train.learningRate",
        "train.lrate, train.learningRate",
        "train.learning, train.learningRate",
        "train.batch, train.batchSize",
        "train.bs, train.batchSize",
        "train.epoch, train.epochs",
        "train.patience, train.stopping.patience",
        "evaluate.knn, evaluate.itemKnn",
        "model.pdims, model.pDims",
        "model.lr, ",
        "train.xy, ",
        "train.momentum, "
    })
    void an_abbreviation_means_a_key_of_its_section(String unknown, String expected) {
        List<String> keys = List.of(
                "model.pDims",
                "train.ui",
                "train.uiPort",
                "train.epochs",
                "train.seed",
                "train.batchSize",
                "train.learningRate",
                "train.stopping.patience",
                "evaluate.batchSize",
                "evaluate.itemKnn");
        assertThat(Spelling.nearestKey(unknown, keys)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void a_part_of_one_name_alone_means_it() {
        assertThat(Spelling.nearest("knn", List.of("popularity", "item-knn", "ease")))
                .contains("item-knn");
        assertThat(Spelling.nearest("mult", List.of("mult-vae", "mult-dae"))).isEmpty();
    }
}
