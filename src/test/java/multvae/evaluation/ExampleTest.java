package multvae.evaluation;

import static multvae.evaluation.Rows.matrix;
import static multvae.evaluation.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import multvae.evaluation.Example.Recommended;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExampleTest {

    @TempDir
    private Path directory;

    /** Item i scores i for everybody, except for 0, which is row 3's favourite. */
    private static final Scorer BY_NUMBER = (foldIn, from, to, scores) -> {
        for (int row = from; row < to; row++) {
            for (int item = 0; item < foldIn.columns(); item++) {
                scores[(row - from) * foldIn.columns() + item] = row == 3 && item == 0 ? 100 : item;
            }
        }
    };

    // Fold-in items: 3, 1, 2, 2, 4. Row 4 has nothing held out, so the order of activity is 1, 2, 3, 0.
    private static final CsrMatrix FOLD_IN = matrix(6, row(0, 1, 2), row(5), row(0, 1), row(4, 5), row(0, 1, 2, 3));
    private static final CsrMatrix HELD_OUT = matrix(6, row(4), row(0), row(5), row(0, 3), row());

    /** The other way round. */
    private static final Scorer AGAINST_NUMBER = (foldIn, from, to, scores) -> {
        BY_NUMBER.score(foldIn, from, to, scores);
        for (int i = 0; i < (to - from) * foldIn.columns(); i++) {
            scores[i] = -scores[i];
        }
    };

    /** By raw ids: row r is user 1000 + r, column i is item 100 + i. */
    private static List<Example> examples(int count, int k) {
        Examples examples = new Examples(FOLD_IN, HELD_OUT, count, k);
        examples.add("ours", BY_NUMBER);
        examples.add("other", AGAINST_NUMBER);
        return examples.byRawIds(row -> String.valueOf(1000 + row), item -> String.valueOf(100 + item));
    }

    private static Example example(
            String user, List<String> foldIn, List<String> heldOut, List<String> ours, List<String> others) {
        return new Example(
                user, foldIn, heldOut, List.of(new Recommended("ours", ours), new Recommended("other", others)));
    }

    @Test
    void two_users_are_the_middle_ones_of_the_halves_by_activity() {
        // Middle of (1, 2) and of (3, 0), the upper of two: rows 2 and 0.
        assertThat(examples(2, 2))
                .containsExactly(
                        example(
                                "1002",
                                List.of("100", "101"),
                                List.of("105"),
                                List.of("105", "104"),
                                List.of("102", "103")),
                        example(
                                "1000",
                                List.of("100", "101", "102"),
                                List.of("104"),
                                List.of("105", "104"),
                                List.of("103", "104")));
    }

    @Test
    void if_fewer_users_count_than_are_asked_for_all_are_examples_with_at_most_the_items_that_are_left() {
        assertThat(examples(10, 5))
                .containsExactly(
                        example(
                                "1001",
                                List.of("105"),
                                List.of("100"),
                                List.of("104", "103", "102", "101", "100"),
                                List.of("100", "101", "102", "103", "104")),
                        example(
                                "1002",
                                List.of("100", "101"),
                                List.of("105"),
                                List.of("105", "104", "103", "102"),
                                List.of("102", "103", "104", "105")),
                        example(
                                "1003",
                                List.of("104", "105"),
                                List.of("100", "103"),
                                List.of("100", "103", "102", "101"),
                                List.of("101", "102", "103", "100")),
                        example(
                                "1000",
                                List.of("100", "101", "102"),
                                List.of("104"),
                                List.of("105", "104", "103"),
                                List.of("103", "104", "105")));
    }

    @Test
    void what_is_written_is_read() {
        Path file = directory.resolve("examples.json");
        Example.write(file, examples(2, 2));
        assertThat(Example.read(file)).isEqualTo(examples(2, 2));
    }

    @Test
    void a_file_of_an_earlier_version_whose_list_is_of_one_model_is_to_be_made_again() throws IOException {
        Path file = Files.writeString(
                directory.resolve("examples.json"),
                "[ { \"userId\" : 7, \"foldIn\" : [ 1 ], \"heldOut\" : [ 2 ], \"recommended\" : [ 3 ] } ]\n");
        assertThatThrownBy(() -> Example.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageEndingWith("; run evaluate again");
    }

    @Test
    void a_user_without_recommendations_is_no_example() throws IOException {
        Path file = Files.writeString(
                directory.resolve("examples.json"),
                "[ {\n  \"userId\" : 7,\n  \"foldIn\" : [ 1 ],\n  \"heldOut\" : [ 2 ]\n} ]\n");
        assertThatThrownBy(() -> Example.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ":")
                .hasMessageContaining("expected the examples of an evaluation")
                .hasMessageEndingWith("; run evaluate again");
    }
}
