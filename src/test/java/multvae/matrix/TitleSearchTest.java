package multvae.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import multvae.testing.Ids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TitleSearchTest {

    // The title, and how many have it.
    private static final Map<String, Integer> TITLES = new TreeMap<>(Map.ofEntries(
            Map.entry("Lion King, The (1994)", 90),
            Map.entry("Lion in Winter, The (1968)", 40),
            Map.entry("Matrix, The (1999)", 80),
            Map.entry("Matrix Reloaded, The (2003)", 85),
            Map.entry("Schindler's List (1993)", 70),
            Map.entry("Amélie (2001)", 60),
            Map.entry("It (2017)", 5),
            Map.entry("It Happened One Night (1934)", 20),
            Map.entry("Italian Job, The (2003)", 50),
            Map.entry("Hitch (2005)", 55),
            Map.entry("Winter's Bone (2010)", 41),
            Map.entry("$ (1971)", 1),
            Map.entry("Filter \u2615 \uD83C\uDF3F", 2),
            Map.entry("", 100)));

    private static final List<String> ORDER = new ArrayList<>(TITLES.keySet());

    private static final TitleSearch SEARCH = new TitleSearch(items(ORDER), users(ORDER));

    private static ItemIndex items(List<String> titles) {
        Map<String, String> byId = new TreeMap<>();
        for (int k = 0; k < titles.size(); k++) {
            byId.put(String.valueOf(k), titles.get(k));
        }
        return ItemIndex.of(Ids.of(LongStream.range(0, titles.size()).toArray()), byId, Map.of());
    }

    private static int[] users(List<String> titles) {
        return titles.stream().mapToInt(TITLES::get).toArray();
    }

    private static List<String> find(String text, int count) {
        return SEARCH.find(text, count).stream().map(ORDER::get).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            the lion king           | Lion King, The (1994)
            \u2615                  | Filter \u2615 \uD83C\uDF3F
            \uD83C\uDF3F            | Filter \u2615 \uD83C\uDF3F
            KING LION               | Lion King, The (1994)
            lion                    | Lion King, The (1994); Lion in Winter, The (1968)
            amelie                  | Amélie (2001)
            AMÉLIE 2001             | Amélie (2001)
            schindlers              | Schindler's List (1993)
            schindler's list (1993) | Schindler's List (1993)
            night one               | It Happened One Night (1934)
            # nothing has a word more than the title of 1999, which has fewer users than the second part
            the matrix              | Matrix, The (1999); Matrix Reloaded, The (2003)
            # two titles with that whole word, the one that is nothing else first; then a beginning, then an inside
            it                      | It (2017); It Happened One Night (1934); Italian Job, The (2003); Hitch (2005)
            # both words begin so, and one title has more users
            win                     | Winter's Bone (2010); Lion in Winter, The (1968)
            """)
    void items_with_all_words_come_the_best_match_first_then_the_most_popular(String text, String expected) {
        assertThat(find(text, 10)).containsExactly(expected.split("; "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            mtarix                  | Matrix Reloaded, The (2003); Matrix, The (1999)
            the matrix relaoded     | Matrix Reloaded, The (2003); Matrix, The (1999)
            # of Lion in Winter, four of nine letters
            lion kning              | Lion King, The (1994)
            schindler lits          | Schindler's List (1993)
            """)
    void items_spelt_alike_come_only_where_none_has_all_words(String text, String expected) {
        assertThat(find(text, 10)).containsExactly(expected.split("; "));
    }

    @ParameterizedTest
    @CsvSource({"qqqqqq", "the qqqqqqqq", "?!", "''", "q"})
    void nothing_comes_where_less_than_half_of_the_letters_are_found(String text) {
        assertThat(find(text, 10)).isEmpty();
    }

    @Test
    void at_most_so_many_come_as_asked_for() {
        assertThat(find("the", 2)).containsExactly("Lion King, The (1994)", "Matrix Reloaded, The (2003)");
        assertThat(find("the", 0)).isEmpty();
    }

    @Test
    void only_the_beginning_of_a_long_text_counts() {
        assertThat(find("lion king " + " ".repeat(190) + "matrix", 5)).containsExactly("Lion King, The (1994)");
    }
}
