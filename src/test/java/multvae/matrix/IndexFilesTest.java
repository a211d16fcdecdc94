package multvae.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import multvae.config.PreprocessSettings;
import multvae.ids.IdList;
import multvae.io.UserError;
import multvae.ratings.RatingsFormat;
import multvae.ratings.RatingsReader;
import multvae.split.Split;
import multvae.testing.Ids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** items.csv and users.csv. */
final class IndexFilesTest {

    @TempDir
    Path directory;

    @Test
    void items_are_written_as_rfc_4180_has_it() throws IOException {
        Path file = directory.resolve("items.csv");
        ItemIndex.of(
                        Ids.of(50, 7, 9, 8),
                        Map.of("50", "President, The", "7", "The \"Burbs\"", "9", "Am\u00E9lie", "1", "another"),
                        Map.of())
                .write(file);
        assertThat(file)
                .hasContent("index,itemId,title\n0,50,\"President, The\"\n1,7,\"The \"\"Burbs\"\"\"\n"
                        + "2,9,Am\u00E9lie\n3,8,\n");
        assertThat(Files.readString(file)).doesNotContain("\r").endsWith("\n");
    }

    @Test
    void items_that_are_written_are_read() {
        Path file = directory.resolve("items.csv");
        ItemIndex.of(
                        IdList.of(List.of("50", "B00X, \"7\"", "007")),
                        Map.of("50", "A, \"B\"\r\nC", "007", " D "),
                        Map.of())
                .write(file);
        ItemIndex read = ItemIndex.read(file);
        assertThat(read.size()).isEqualTo(3);
        assertThat(List.of(read.itemId(0), read.itemId(1), read.itemId(2))).containsExactly("50", "B00X, \"7\"", "007");
        assertThat(read.title(0)).isEqualTo("A, \"B\"\r\nC");
        assertThat(read.title(1)).isEmpty();
        assertThat(read.title(2)).isEqualTo(" D ");
    }

    private static String twentyOne() {
        return IntStream.rangeClosed(1, 21).mapToObj(String::valueOf).collect(Collectors.joining("|"));
    }

    @Test
    void genres_are_a_fourth_column_if_an_item_has_any() throws IOException {
        Path file = directory.resolve("items.csv");
        ItemIndex.of(
                        Ids.of(50, 7, 9, 8),
                        Map.of("50", "President, The", "9", "Am\u00E9lie"),
                        Map.of(
                                "50", "Comedy|Drama, \"dark\" | Comedy||War",
                                "7", "(no genres listed)",
                                "9", "Romance",
                                "1", "of no item"))
                .write(file);
        assertThat(file)
                .hasContent(
                        """
                        index,itemId,title,genres
                        0,50,"President, The","Comedy|Drama, ""dark""|War"
                        1,7,,
                        2,9,Am\u00E9lie,Romance
                        3,8,,
                        """);
        ItemIndex read = ItemIndex.read(file);
        assertThat(read.genres(0)).containsExactly("Comedy", "Drama, \"dark\"", "War");
        assertThat(read.genres(1)).isEmpty();
        assertThat(read.genres(2)).containsExactly("Romance");
        assertThat(read.title(2)).isEqualTo("Am\u00E9lie");
        Path again = directory.resolve("again.csv");
        read.write(again);
        assertThat(again).hasSameBinaryContentAs(file);

        ItemIndex.of(Ids.of(50, 7), Map.of("50", "A"), Map.of("50", "(no genres listed)", "7", " | "))
                .write(file);
        assertThat(file).hasContent("index,itemId,title\n0,50,A\n1,7,\n");
        assertThat(ItemIndex.read(file).genres(0)).isEmpty();
    }

    @Test
    void genres_of_any_length_and_number_are_cut_and_read_again() {
        Path file = directory.resolve("items.csv");
        String astral = "\uD83C\uDFB7"; // a saxophone, two chars
        ItemIndex.of(
                        Ids.of(1, 2, 3, 4),
                        Map.of(),
                        Map.of(
                                "4", "(no genres listed)" + " ".repeat(33) + "x|War",
                                "1", "x|".repeat(400_000) + "y".repeat(200_000) + "|" + twentyOne(),
                                "2", "z" + astral.repeat(30),
                                "3", "a".repeat(49) + " " + "b"))
                .write(file);
        ItemIndex read = ItemIndex.read(file);
        assertThat(read.genres(0))
                .startsWith("x", "y".repeat(50), "1", "2")
                .endsWith("18")
                .hasSize(20);
        assertThat(read.genres(1)).containsExactly("z" + astral.repeat(24));
        assertThat(read.genres(2)).containsExactly("a".repeat(49));
        assertThat(read.genres(3)).containsExactly("War");
    }

    @Test
    void a_title_of_any_length_is_cut_and_read_again() {
        Path file = directory.resolve("items.csv");
        String astral = "\uD83C\uDFB7"; // a saxophone, two chars
        ItemIndex.of(
                        Ids.of(1, 2, 3),
                        Map.of("1", "\"".repeat(30_000), "2", "z" + astral.repeat(6_000), "3", "a".repeat(1_000)),
                        Map.of())
                .write(file);
        ItemIndex read = ItemIndex.read(file);
        assertThat(read.title(0)).isEqualTo("\"".repeat(1_000));
        assertThat(read.title(1)).isEqualTo("z" + astral.repeat(499));
        assertThat(read.title(2)).isEqualTo("a".repeat(1_000));
    }

    @Test
    void the_longest_id_fits_into_a_line_with_the_longest_title_and_genres() {
        Path file = directory.resolve("items.csv");
        String id = "\"".repeat(1_000); // which RatingsReader takes
        String genres = IntStream.range(10, 30)
                .mapToObj(genre -> "\"".repeat(48) + genre)
                .collect(Collectors.joining("|"));
        ItemIndex.of(IdList.of(List.of(id)), Map.of(id, id), Map.of(id, genres)).write(file);
        ItemIndex read = ItemIndex.read(file);
        assertThat(read.itemId(0)).isEqualTo(id);
        assertThat(read.title(0)).isEqualTo(id);
        assertThat(String.join("|", read.genres(0))).isEqualTo(genres);
    }

    @Test
    void users_are_written_by_part_and_read() throws IOException {
        Path ratings = directory.resolve("ratings.csv");
        Files.writeString(ratings, "userId,movieId,rating\n40,1,5\n10,1,5\n30,1,5\n20,1,5\n");
        Split split = Split.of(
                RatingsReader.read(ratings, RatingsFormat.CSV, 3.5), new PreprocessSettings(3.5, 0, 0, 1, 0.2, 1));
        Path file = directory.resolve("users.csv");
        split.users().write(file);

        // numpy: RandomState(1).permutation(4) = 3, 2, 0, 1
        assertThat(Files.readString(file))
                .isEqualTo("part,row,userId\ntrain,0,40\ntrain,1,30\nvalidation,0,10\ntest,0,20\n");
        UserIndex read = UserIndex.read(file);
        assertThat(read.size(Part.TRAIN)).isEqualTo(2);
        assertThat(read.userId(Part.TRAIN, 1)).isEqualTo("30");
        assertThat(read.userId(Part.VALIDATION, 0)).isEqualTo("10");
        assertThat(read.userId(Part.TEST, 0)).isEqualTo("20");
    }

    @Test
    void a_damaged_items_file_is_named_with_its_line() {
        assertBadItems(
                "",
                "items.csv: expected the header index,itemId,title or index,itemId,title,genres, found an empty file");
        assertBadItems("index,itemId\n", "items.csv:1: expected the header");
        assertBadItems("index,itemId,title\n0,5,A\n2,6,B\n", "items.csv:3: expected index 1, found \"2\"");
        assertBadItems("index,itemId,title\n0,5,A\n1,5,B\n", "items.csv:3: expected the id of an item");
        assertBadItems("index,itemId,title\n0,,A\n", "items.csv:2: expected the id of an item");
        assertBadItems("index,itemId,title\n0,5\n", "items.csv:2: expected 3 columns, found 2");
        assertBadItems("index,itemId,title,genres\n0,5,A\n", "items.csv:2: expected 4 columns, found 3");
        assertBadItems("index,itemId,title\n0,5,A,B\n", "items.csv:2: expected 3 columns, found 4");
        for (String genres : List.of("a||b", "|", "a|a", " a", "(no genres listed)", "x".repeat(51), twentyOne())) {
            assertBadItems(
                    "index,itemId,title,genres\n0,5,A,\n1,6,B," + genres + "\n",
                    "items.csv:3: expected genres with | between, as preprocess writes them, found \"");
        }
        assertBadItems("index,itemId,title\n0,5,\"A\n", "items.csv:2: expected quotes");
    }

    @Test
    void a_damaged_users_file_is_named_with_its_line() {
        assertBadUsers("part,row,userId\ntrain,1,5\n", "users.csv:2: expected row 0, found \"1\"");
        assertBadUsers("part,row,userId\nTrain,0,5\n", "users.csv:2: expected train, validation or test");
        assertBadUsers("part,row,userId\ntest,0,5\ntest,1,5\n", "users.csv:3: expected the id of a user");
        assertBadUsers("part,row,userId\ntrain,0,\n", "users.csv:2: expected the id of a user");
        assertThatThrownBy(() -> UserIndex.read(directory.resolve("none.csv")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("found nothing");
    }

    @Test
    void a_file_that_cannot_be_written_is_an_error_of_the_user() {
        assertThatThrownBy(() -> ItemIndex.of(Ids.of(1), Map.of(), Map.of())
                        .write(directory.resolve("none").resolve("items.csv")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected a writable file");
    }

    private void assertBadItems(String text, String message) {
        assertThatThrownBy(() -> ItemIndex.read(Files.writeString(directory.resolve("items.csv"), text)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }

    private void assertBadUsers(String text, String message) {
        assertThatThrownBy(() -> UserIndex.read(Files.writeString(directory.resolve("users.csv"), text)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }
}
