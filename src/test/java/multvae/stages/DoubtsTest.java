package multvae.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import multvae.config.SplitSettings;
import multvae.ids.IdList;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.ratings.Titles;
import multvae.split.SplitStatistics;
import org.junit.jupiter.api.Test;

/** What the log says of data that may mean something else. */
final class DoubtsTest {

    private static List<String> doubts(boolean explicit, int above, List<String> users, List<String> items) {
        UserIndex index = new UserIndex(Map.of(
                Part.TRAIN, IdList.of(users.subList(0, 1)),
                Part.VALIDATION, IdList.of(users.subList(1, 2)),
                Part.TEST, IdList.of(users.subList(1, users.size()))));
        SplitStatistics statistics = SplitStatistics.of(
                SplitSettings.Type.USERS,
                new SplitStatistics.RowCounts(6, 1, above),
                new int[] {3, 2},
                new int[] {2, 2, 1},
                3,
                5);
        return Doubts.of(new Divider.Divided(explicit, IdList.of(items), Titles.empty(), index, statistics), 3.5);
    }

    @Test
    void ratings_that_are_all_above_the_threshold_are_told() {
        List<String> ids = List.of("1", "2");
        assertThat(doubts(true, 5, ids, ids))
                .containsExactly(
                        "every rating is above preprocess.ratingThreshold = 3.5, so every row is an event; raise it if"
                                + " low ratings are among them");
        assertThat(doubts(true, 4, ids, ids)).isEmpty();
        assertThat(doubts(false, 5, ids, ids)).isEmpty();
    }

    @Test
    void an_id_that_programs_write_for_none_is_told_once() {
        assertThat(doubts(false, 5, List.of("7", "NULL", "\\N"), List.of("nan", "Nana", "0")))
                .containsExactly(told("user", "NULL"), told("user", "\\N"), told("item", "nan"));
    }

    @Test
    void ids_that_all_have_quotes_or_a_decimal_are_told() {
        assertThat(doubts(false, 5, List.of("17850.0", "9.0"), List.of("'a'", "'b\n'")))
                .containsExactly(
                        "every user id ends with .0, such as 17850.0, and is another one than 17850; a program may have taken"
                                + " whole numbers for decimals",
                        "every item id is in quotes, such as 'a'; if they are no part of the ids, name them in data.quote");
        assertThat(doubts(false, 5, List.of("17850.0", "9"), List.of("'a'", "b")))
                .isEmpty();
        assertThat(doubts(false, 5, List.of("v1.0", "v2.0"), List.of("'", "\"a'")))
                .isEmpty();
    }

    @Test
    void titles_of_other_items_are_told() {
        Path file = Path.of("titles.csv");
        Titles titles = new Titles(Map.of("08", "Eight", "09", "Nine"), Map.of("7", "Drama"));
        assertThat(Doubts.ofTitles(file, titles, IdList.of(List.of("8", "9"))))
                .contains("titles.csv: no item of the ratings is in it; its ids are such as 08, theirs such as 8;"
                        + " write the same id in both");
        assertThat(Doubts.ofTitles(file, titles, IdList.of(List.of("8", "09")))).isEmpty();
        assertThat(Doubts.ofTitles(file, titles, IdList.of(List.of("7")))).isEmpty();
        assertThat(Doubts.ofTitles(file, Titles.empty(), IdList.of(List.of("8"))))
                .isEmpty();
    }

    private static String told(String of, String id) {
        return "the " + of + " " + id + " is taken for a " + of
                + " like others; if it stands for a missing id, leave its rows out with data.query, as docs/data.md shows";
    }
}
