package multvae.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import it.unimi.dsi.fastutil.HashCommon;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class IdListTest {

    /** A table that is made for it gives every id of a file the same place. */
    @Test
    void ids_whose_known_hashes_are_equal_take_no_longer_than_others() {
        int count = 1 << 17;
        List<String> texts = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            StringBuilder text = new StringBuilder("x");
            for (int bit = 0; bit < 17; bit++) {
                text.append((k >> bit & 1) == 0 ? "Aa" : "BB");
            }
            texts.add(text.toString());
        }
        assertThat(texts.stream().mapToInt(String::hashCode).distinct()).hasSize(1);
        for (long k = 1; numbers.size() < count; k++) {
            long number = HashCommon.invMix(k << 32); // mixed, it ends with 32 zeros
            if (number > 0) {
                numbers.add(Long.toString(number));
            }
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> { // it was minutes
                    IdNumbers ids = new IdNumbers();
                    for (List<String> equal : List.of(texts, numbers)) {
                        equal.forEach(ids::add);
                    }
                    assertThat(ids.size()).isEqualTo(2 * count);
                    assertThat(ids.find(texts.get(count - 1))).isEqualTo(count - 1);
                    assertThat(ids.find(numbers.get(0))).isEqualTo(count);
                });
    }

    private static List<String> texts(IdList ids) {
        List<String> texts = new ArrayList<>();
        for (int index = 0; index < ids.size(); index++) {
            texts.add(ids.get(index));
        }
        return texts;
    }

    @Test
    void every_text_comes_back_as_it_was() {
        List<String> all = List.of(
                "0",
                "7",
                "007",
                "00",
                "-7",
                "+7",
                "7.0",
                " 7",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551617",
                "99999999999999999999",
                "B00X",
                "\u0661",
                "\uD83D\uDE00",
                "a,\"b\"\nc");
        assertThat(texts(IdList.of(all))).isEqualTo(all);
        assertThat(texts(IdList.of(all).select(new int[] {12, 0, 2, 12}))).containsExactly("B00X", "0", "007", "B00X");
    }

    @Test
    void an_empty_id_is_refused() {
        assertThatThrownBy(() -> IdList.of(List.of("1", ""))).isInstanceOf(IllegalArgumentException.class);
    }

    /** Python: sorted(["b", "B", "10", ...]) for the texts; the numbers before them, by value. */
    @Test
    void numbers_come_by_value_and_then_texts_by_code_point() {
        IdList ids = IdList.of(
                List.of("\uD83D\uDE00", "b", "\uFFFD", "10", "9", "B", "\uD83C\uDF00", "ab", "a", "010", "100"));
        Integer[] order = new Integer[ids.size()];
        Arrays.setAll(order, k -> k);
        Arrays.sort(order, ids::compare);
        assertThat(Arrays.stream(order).map(ids::get))
                .containsExactly(
                        "9", "10", "100", "010", "B", "a", "ab", "b", "\uFFFD", "\uD83C\uDF00", "\uD83D\uDE00");
    }

    @Test
    void ids_are_numbered_as_they_first_come() {
        IdNumbers numbers = new IdNumbers();
        assertThat(List.of("x", "7", "7", "007", "x", "y", "7").stream().map(numbers::add))
                .containsExactly(0, 1, 1, 2, 0, 3, 1);
        assertThat(texts(numbers.list())).containsExactly("x", "7", "007", "y");
        assertThat(numbers.find("007")).isEqualTo(2);
        assertThat(numbers.find("7")).isEqualTo(1);
        assertThat(numbers.find("z")).isEqualTo(IdNumbers.UNKNOWN);
        assertThat(numbers.find("8")).isEqualTo(IdNumbers.UNKNOWN);
        assertThat(numbers.size()).isEqualTo(4);
        assertThat(IdNumbers.of(numbers.list()).find("y")).isEqualTo(3);
    }

    @Test
    void equal_ids_of_two_lists_are_in_the_same_part_of_each() {
        List<IdList> first = IdList.of(List.of("12", "007", "7", "a", "-3")).divide(3);
        List<IdList> second = IdList.of(List.of("a", "7", "b", "007", "12")).divide(3);
        assertThat(first).hasSize(3);
        for (String id : List.of("12", "007", "7", "a")) {
            List<Integer> parts = IntStream.range(0, 3)
                    .filter(part -> texts(first.get(part)).contains(id))
                    .boxed()
                    .toList();
            assertThat(parts).hasSize(1);
            assertThat(texts(second.get(parts.get(0)))).contains(id);
        }
        assertThat(first.stream().flatMap(part -> texts(part).stream()))
                .containsExactlyInAnyOrder("12", "007", "7", "a", "-3");
    }

    @Test
    void each_id_of_several_lists_is_kept_once_where_it_first_comes() {
        IdList distinct = IdList.distinct(List.of(
                IdList.of(List.of("2", "a", "2")),
                IdList.of(List.of()),
                IdList.of(List.of("a", "02", "3000000000", "2"))));
        assertThat(texts(distinct)).containsExactly("2", "a", "02", "3000000000");
    }

    @Test
    void a_list_is_numbered_as_its_texts_are() {
        IdNumbers numbers = IdNumbers.of(IdList.of(List.of("5", "x", "3000000000", "5")));
        assertThat(numbers.size()).isEqualTo(3);
        assertThat(numbers.find(IdList.of(List.of("3000000000", "y", "x", "5", "6", "4000000000"))))
                .containsExactly(2, IdNumbers.UNKNOWN, 1, 0, IdNumbers.UNKNOWN, IdNumbers.UNKNOWN);
    }
}
