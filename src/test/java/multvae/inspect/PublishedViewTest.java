package multvae.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import multvae.split.PublishedComparison;
import multvae.split.PublishedComparison.File;
import org.junit.jupiter.api.Test;

final class PublishedViewTest {

    private static List<String> lines(List<String> incomparable, File... files) {
        return new PublishedView(new PublishedComparison(List.of(files), incomparable)).lines();
    }

    @Test
    void the_published_files_are_said_to_be_so() {
        assertThat(lines(List.of(), new File("train.csv", "aa", Optional.of("aa"))))
                .containsExactly(
                        "the authors' files, written of this split: what git hash-object prints for them",
                        "  train.csv          aa  as published",
                        "all are the published ones, byte for byte: this is the published split");
    }

    @Test
    void a_file_that_differs_has_both_ids() {
        assertThat(lines(
                        List.of(),
                        new File("train.csv", "aa", Optional.of("aa")),
                        new File("test_te.csv", "bb", Optional.of("cc"))))
                .endsWith(
                        "  train.csv          aa  as published",
                        "  test_te.csv        bb  differs, published is cc",
                        "this is not the published split");
    }

    @Test
    void without_a_published_file_the_last_line_says_why() {
        assertThat(lines(List.of("a is 1, not 2", "b is 3, not 4"), new File("train.csv", "aa", Optional.empty())))
                .endsWith(
                        "  train.csv          aa",
                        "nothing is published to compare with: a is 1, not 2; b is 3, not 4");
    }
}
