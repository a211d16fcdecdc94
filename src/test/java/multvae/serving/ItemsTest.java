package multvae.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import multvae.ids.IdList;
import multvae.io.UserError;
import multvae.matrix.ItemIndex;
import multvae.testing.Ids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ItemsTest {

    private final Items items = new Items(
            ItemIndex.of(
                    Ids.of(1, 3114, 78499, 5, 8, 300, 9, 7),
                    Map.of(
                            "1", "Toy Story (1995)",
                            "3114", "Toy Story 2 (1999)",
                            "78499", "Toy Story 3 (2010)",
                            "5", "Emma (1996)",
                            "8", "Emma (1996)",
                            "300", "Quiz Show (1994)",
                            "9", "1917"),
                    Map.of("300", "Drama|History")),
            new int[] {50, 30, 40, 5, 6, 7, 8, 99});

    @Test
    void an_id_is_found_and_an_unknown_one_is_not() {
        assertThat(items.byId("300")).contains(new Item("300", "Quiz Show (1994)", List.of("Drama", "History")));
        assertThat(items.byId("7")).contains(new Item("7", "", List.of()));
        assertThat(items.byId("2")).isEmpty();
        assertThat(items.trainUsers("300")).isEqualTo(7);
        assertThat(items.trainUsers("2")).isZero();
    }

    @Test
    void a_title_is_found_in_upper_and_lower_case() {
        assertThat(items.byTitle("toy story (1995)")).containsExactly(new Item("1", "Toy Story (1995)", List.of()));
        assertThat(items.byTitle("Toy Story")).isEmpty();
        assertThat(items.resolve("--likes", "TOY STORY (1995)")).isEqualTo("1");
    }

    @Test
    void a_number_is_an_id_unless_it_is_only_a_title() {
        assertThat(items.resolve("--likes", "300")).isEqualTo("300");
        assertThat(items.resolve("--likes", "1917")).isEqualTo("9");
        assertThat(items.resolve("--likes", "424242")).isEqualTo("424242");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775807",
                "9999999999999999999",
                "123456789012345678901234567890",
                "007",
                "B00X4WHP5E",
                "-5",
                "2f1c6a3e-9d0b-4a77-8a53-0a2f7f5f6f11"
            })
    void what_looks_like_an_id_is_one_even_if_the_model_does_not_know_it(String id) {
        assertThat(items.resolve("--likes", id)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,300", "300, 424242", "nope,1"})
    void ids_with_commas_between_are_no_id(String ids) {
        assertThatThrownBy(() -> items.resolve("--likes", ids))
                .hasMessage("--likes: expected one item, found \"" + ids
                        + "\", several ids; give each of them in an option of its own");
        assertThat(items.resolve("--likes", "4242,4243")).isEqualTo("4242,4243"); // whatever it is
    }

    @Test
    void any_text_is_an_id_if_no_item_has_a_title() {
        Items untitled =
                new Items(ItemIndex.of(IdList.of(List.of("apple", "pear")), Map.of(), Map.of()), new int[] {1, 2});
        assertThat(untitled.resolve("--likes", "pear")).isEqualTo("pear");
        assertThat(untitled.resolve("--likes", "the plum")).isEqualTo("the plum");
        assertThatThrownBy(() -> untitled.resolve("--likes", "")).isInstanceOf(UserError.class);
    }

    @Test
    void a_title_of_several_items_names_their_ids() {
        assertThatThrownBy(() -> items.resolve("--likes", "emma (1996)"))
                .isInstanceOf(UserError.class)
                .hasMessage("--likes: expected an item, found \"emma (1996)\", a title of Emma (1996) [5], "
                        + "Emma (1996) [8]; give the id");
    }

    @Test
    void an_unknown_title_gives_those_that_contain_it_the_most_popular_first() {
        assertThatThrownBy(() -> items.resolve("--likes", "toy story"))
                .isInstanceOf(UserError.class)
                .hasMessage("--likes: expected the id or the title of an item, found \"toy story\"; "
                        + "did you mean Toy Story (1995) [1], Toy Story 3 (2010) [78499], Toy Story 2 (1999) [3114]");
    }

    @Test
    void a_misspelt_title_gives_those_spelt_alike() {
        assertThatThrownBy(() -> items.resolve("--likes", "Toy Stori"))
                .isInstanceOf(UserError.class)
                .hasMessageEndingWith("; did you mean Toy Story (1995) [1], Toy Story 3 (2010) [78499], "
                        + "Toy Story 2 (1999) [3114]");
        assertThatThrownBy(() -> items.resolve("--likes", "Rashomon"))
                .isInstanceOf(UserError.class)
                .hasMessageEndingWith(
                        "; no item has this id, and no title is like it; inspect RUN items --find WORD searches the titles");
    }

    @Test
    void a_text_of_any_length_is_quoted_by_its_beginning() {
        assertThatThrownBy(() -> items.resolve("--likes", "Toy Story " + "x".repeat(10_000_000)))
                .isInstanceOf(UserError.class)
                .message()
                .hasSizeLessThan(500);
    }
}
