package multvae.ratings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import multvae.io.UserError;
import multvae.testing.Ids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RatingsReaderTest {

    private static final String HEADER = "userId,movieId,rating,timestamp\n";

    @TempDir
    Path directory;

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("ratings.csv"), text);
    }

    private Ratings read(String text) throws IOException {
        return RatingsReader.read(write(text), RatingsFormat.CSV, 3.5);
    }

    @Test
    void events_are_the_ratings_strictly_above_the_threshold_in_the_order_of_the_file() throws IOException {
        Ratings ratings = read(HEADER + "9,50,4.0,0\n9,40,3.5,0\n2,50,3.6,0\n9,60,5,0\n2,70,0.5,0\n");

        assertThat(Events.of(ratings)).containsExactly("9-50", "2-50", "9-60");
        assertThat(ratings.rows()).isEqualTo(5);
    }

    @Test
    void indices_are_in_order_of_first_appearance_whatever_the_rating() throws IOException {
        Ratings ratings = read(HEADER + "9,50,1,0\n2,40,4,0\n9,40,4,0\n2,50,4,0\n");

        assertThat(ratings.users()).isEqualTo(2);
        assertThat(Ids.numbers(ratings.userIds())).containsExactly(9, 2);
        assertThat(Ids.numbers(ratings.itemIds())).containsExactly(50, 40);
        EventList events = ratings.events();
        assertThat(new int[] {events.user(0), events.user(1), events.user(2)}).containsExactly(1, 0, 1);
        assertThat(new int[] {events.item(0), events.item(1), events.item(2)}).containsExactly(1, 1, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userId,movieId,rating,timestamp\n1,2,4.0,99\n3,4,5.0,99\n",
                "\uFEFFuserId,movieId,rating,timestamp\n1,2,4.0,99\n3,4,5.0,99\n",
                "userId,movieId,rating,timestamp\r\n1,2,4.0,99\r\n3,4,5.0,99\r\n",
                "userId,movieId,rating,timestamp\r1,2,4.0,99\r3,4,5.0,99",
                "userId,movieId,rating,timestamp\n1,2,4.0,99\n3,4,5.0,99",
                "userId,movieId,rating,timestamp\n1,2,4.0,99\n3,4,5.0,99\n\n\r\n",
                "\n\r\nuserId,movieId,rating,timestamp\n\n1,2,4.0,99\n\r\n\n3,4,5.0,99\n",
                "userId,movieId,rating\n1,2,4.0\n3,4,5e0\n",
                "userId,movieId,rating,timestamp\n1,2,4.0,yesterday\n3,4,5.0,\n",
                "userId,movieId,rating,timestamp\n1,2,4.0,99\n3,4,5.0\n"
            })
    void a_file_may_be_written_in_many_ways(String text) throws IOException {
        assertThat(Events.of(read(text))).containsExactly("1-2", "3-4");
    }

    @Test
    void ids_reach_from_zero_to_the_largest_long() throws IOException {
        assertThat(Events.of(read(HEADER + "0,9223372036854775807,4,0\n"))).containsExactly("0-9223372036854775807");
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                bad("1,2", ":2: expected 4 columns, as in the first row, found 2 in \"1,2\";"),
                bad("1,2,3,4,5", ":2: expected 4 columns, as in the first row, found 5 in"),
                bad("1,2,4.0,99,", ":2: expected 4 columns", "found 5 in"),
                bad("1,2,4,9\n7", ":3: expected 4 columns", "found 1 in \"7\";"),
                bad("1,,4.0,9", ":2: expected the id of the item, found an empty column"),
                bad(" ,2,4.0,9", ":2: expected the id of the user, found an empty column"),
                bad(
                        "1," + "2".repeat(1000) + ",4,9\n1," + "3".repeat(1001) + ",4,9",
                        ":3: expected an id of the item of at most 1000 characters, found 1001 in \"333",
                        "…\"; fix the line"),
                bad("4".repeat(1001) + ",2,4,9", ":2: expected an id of the user of at most 1000 characters"),
                bad("1,2,\"4.0,9", ":2: expected quotes as in RFC 4180"),
                bad("1,2,\"4.0\"x,9", ":2: expected quotes as in RFC 4180"),
                bad("1,2,,9", ":2: expected a number as the rating, found \"\""),
                bad("1,2,good,9", ":2: expected a number as the rating, found \"good\""),
                bad("1,2,NaN,9", ":2: expected a number as the rating, found \"NaN\""),
                bad("1,2,Infinity,9", ":2: expected a number as the rating, found \"Infinity\""),
                bad("1,2,1e999,9", ":2: expected a number as the rating, found \"1e999\""),
                bad("1,2,4d,9", ":2: expected a number as the rating, found \"4d\""),
                bad("1,2,0x1p2,9", ":2: expected a number as the rating"),
                bad("1,3,4,9\n,,,5\n1,2,4,9", ":3: expected the id of the user, found an empty column"),
                bad("1,3,4,9\n \n,,\r\n1,x,none,9", ":5: expected a number as the rating, found \"none\""),
                bad("\n1,3,4,9\n\n\n1,3,4,9", ":6: expected one rating", "first on line 3"),
                bad(
                        "1,2,4,9\n1,3,4,9\n5,2,4,9\n1,2,3,7",
                        ":5: expected one rating",
                        "user 1 and item 2",
                        "first on line 2"),
                bad("1,2,4,9\n1,3,4,9\n1,3,4,9", ":4: expected one rating", "user 1 and item 3", "first on line 3"),
                bad("1,\"2\n2\",4,9\n1,\"2\n2\",4,9", ":4: expected one rating", "first on line 2"),
                bad("1,2,4,9\n" + "3".repeat(1_000_001), ":3: expected a line of at most 1000000 characters"),
                bad(
                        "1,\"2,4,9\n" + "1,2,4,9\n".repeat(200_000),
                        ":2: expected a record of at most 1000000 characters"));
    }

    private static Arguments bad(String rows, String... message) {
        return Arguments.of(rows, message);
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void a_bad_row_is_named_by_file_and_line(String rows, String[] message) throws IOException {
        Path file = write(HEADER + rows + "\n");
        assertThatThrownBy(() -> RatingsReader.read(file, RatingsFormat.CSV, 3.5))
                .isInstanceOf(UserError.class)
                .message()
                .startsWith(file.toString())
                .contains(message)
                .doesNotContain("\n");
    }

    @Test
    void the_same_item_of_two_users_and_two_items_of_a_user_are_no_duplicates() throws IOException {
        assertThat(read(HEADER + "1,2,4,0\n2,1,4,0\n1,1,4,0\n2,2,4,0\n")
                        .events()
                        .size())
                .isEqualTo(4);
    }

    @Test
    void a_duplicate_below_the_threshold_is_found_too() {
        assertThatThrownBy(() -> read(HEADER + "1,2,1,0\n3,2,4,0\n1,2,2,0\n"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(":4: ")
                .hasMessageContaining("first on line 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "\uFEFF", HEADER, "userId,movieId,rating", HEADER + "\n"})
    void a_file_without_ratings_is_an_error_of_the_file(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("ratings.csv: expected rows, found none");
    }

    @Test
    void double_colons_and_tabs_separate_as_the_format_says() throws IOException {
        Path colons = write("1::2::4::9\n3::4::5::9\n");
        assertThat(Events.of(RatingsReader.read(colons, RatingsFormat.ML_1M, 3.5)))
                .containsExactly("1-2", "3-4");
        Path tabs = write("1\t2\t4\t9\n3\t4\t5\t9\n");
        assertThat(Events.of(RatingsReader.read(tabs, RatingsFormat.ML_100K, 3.5)))
                .containsExactly("1-2", "3-4");
    }

    @Test
    void lines_count_from_one_where_there_is_no_header() throws IOException {
        Path file = write("1::2::4::9\n3::4::good::9\n");
        assertThatThrownBy(() -> RatingsReader.read(file, RatingsFormat.ML_1M, 3.5))
                .hasMessageContaining(":2: expected a number as the rating");
        Path twice = write("1::2::4::9\n1::2::4::9\n");
        assertThatThrownBy(() -> RatingsReader.read(twice, RatingsFormat.ML_1M, 3.5))
                .hasMessageContaining(":2: expected one rating")
                .hasMessageContaining("first on line 1;");
    }

    @Test
    void a_missing_file_and_a_directory_are_errors() {
        Path missing = directory.resolve("nowhere.csv");
        assertThatThrownBy(() -> RatingsReader.read(missing, RatingsFormat.CSV, 3.5))
                .isInstanceOf(UserError.class)
                .hasMessage(missing + ": expected a file, found nothing; check the path");
        assertThatThrownBy(() -> RatingsReader.read(directory, RatingsFormat.CSV, 3.5))
                .isInstanceOf(UserError.class)
                .hasMessage(directory + ": expected a file, found a directory; name the file in it");
    }
}
