package multvae.ratings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TitlesTest {

    @TempDir
    Path directory;

    private Titles table(RatingsFormat format, String text, Charset charset) throws IOException {
        Files.write(directory.resolve(format.moviesFile()), text.getBytes(charset));
        return Titles.read(directory.resolve(format.moviesFile()), format.movies());
    }

    private Map<String, String> read(RatingsFormat format, String text, Charset charset) throws IOException {
        return table(format, text, charset).titles();
    }

    private Map<String, String> readCsv(String rows) throws IOException {
        return read(RatingsFormat.CSV, "movieId,title,genres\n" + rows, StandardCharsets.UTF_8);
    }

    @Test
    void bytes_that_the_character_set_does_not_have_are_told_in_a_line() {
        assertThat(new Titles(Map.of("7", "Gr\u00f6\u00dfe"), Map.of("7", "Drama")).undecodable())
                .isEmpty();
        Titles read = new Titles(
                Map.of("7", "Gr\uFFFD\uFFFDe", "8", "Heat"), Map.of("7", "Kom\uFFFDdie", "9", "Trag\uFFFDdie"));
        assertThat(read.undecodable())
                .hasValue(
                        "titles or genres of 2 items have bytes that the character set does not have, such as"
                                + " \"Gr\uFFFD\uFFFDe\" of item 7; set data.charset, for example to ISO-8859-1 or windows-1252");
    }

    @Test
    void commas_and_quotes_follow_rfc_4180() throws IOException {
        assertThat(readCsv("11,\"American President, The (1995)\",Comedy\r\n"
                        + "7,Am\u00E9lie,Romance\n8,\"The \"\"Burbs\",\n9,\"Two\nlines\",x"))
                .containsOnly(
                        Map.entry("11", "American President, The (1995)"),
                        Map.entry("7", "Am\u00E9lie"),
                        Map.entry("8", "The \"Burbs"),
                        Map.entry("9", "Two\nlines"));
    }

    @Test
    void double_colons_separate_and_quotes_are_characters_of_the_title() throws IOException {
        assertThat(read(RatingsFormat.ML_1M, "5::\"Caf\u00E9\" Late::Drama\n6::B::\n", StandardCharsets.ISO_8859_1))
                .containsOnly(Map.entry("5", "\"Caf\u00E9\" Late"), Map.entry("6", "B"));
    }

    @Test
    void bars_separate_many_columns() throws IOException {
        assertThat(read(
                        RatingsFormat.ML_100K,
                        "3|Four Rooms (1995)|01-Jan-1995||http://x|0|1\n4|unknown||||0|1\n",
                        StandardCharsets.ISO_8859_1))
                .containsOnly(Map.entry("3", "Four Rooms (1995)"), Map.entry("4", "unknown"));
    }

    @Test
    void without_a_file_there_are_no_titles() {
        assertThat(Titles.read(directory.resolve("movies.csv"), RatingsFormat.CSV.movies()))
                .isEqualTo(new Titles(Map.of(), Map.of()));
    }

    @Test
    void the_bundled_sample_has_a_title_for_every_movie() throws Exception {
        Path movies =
                Path.of(Titles.class.getResource("/ml-latest-small/movies.csv").toURI());
        Titles read = Titles.read(movies, RatingsFormat.CSV.movies());
        Map<String, String> titles = read.titles();
        assertThat(titles).hasSize(9742).containsEntry("1", "Toy Story (1995)"); // 9742 movies: its README.txt
        assertThat(titles).containsEntry("11", "American President, The (1995)");
        assertThat(read.genres())
                .hasSize(9742)
                .containsEntry("1", "Adventure|Animation|Children|Comedy|Fantasy") // lines 2, 1941 and 8519
                .containsEntry("2571", "Action|Sci-Fi|Thriller")
                .containsEntry("114335", "(no genres listed)");
    }

    @Test
    void genres_are_the_third_column_of_movies_dat_and_a_column_named_so() throws IOException {
        assertThat(table(RatingsFormat.ML_10M, "5::A::Drama|War\n6::B::\n7::C\n", StandardCharsets.UTF_8)
                        .genres())
                .containsOnly(Map.entry("5", "Drama|War"));
        assertThat(table(RatingsFormat.ML_1M, "6::B\n", StandardCharsets.ISO_8859_1))
                .isEqualTo(new Titles(Map.of("6", "B"), Map.of()));
        assertThat(table(RatingsFormat.CSV, "isbn,year,category,name\nX1,1999, Poetry ,A\n", StandardCharsets.UTF_8))
                .isEqualTo(new Titles(Map.of("X1", "A"), Map.of("X1", "Poetry")));
        assertThat(table(RatingsFormat.CSV, "isbn,genre,category,name\nX1,Poetry,Books,A\n", StandardCharsets.UTF_8)
                        .genres())
                .as("two columns that may be it")
                .isEmpty();
        assertThat(table(RatingsFormat.ML_100K, "3|A|01-Jan-1995||http://x|0|1\n", StandardCharsets.ISO_8859_1)
                        .genres())
                .as("flags")
                .isEmpty();
    }

    @Test
    void an_empty_title_is_none() throws IOException {
        assertThat(readCsv("1,,x\n2, ,y\n1,A,x\n3,B,z\n3,,z\n")).containsOnly(Map.entry("1", "A"), Map.entry("3", "B"));
    }

    @Test
    void a_column_of_names_may_be_the_items_beside_one_of_titles() throws IOException {
        assertThat(read(RatingsFormat.CSV, "artist_name,title\nx,A\n", StandardCharsets.UTF_8))
                .containsOnly(Map.entry("x", "A"));
    }

    @Test
    void bytes_that_the_charset_does_not_have_become_the_replacement_character() throws IOException {
        assertThat(read(RatingsFormat.CSV, "movieId,title\n1,Caf\u00E9 X\n", StandardCharsets.ISO_8859_1))
                .containsOnly(Map.entry("1", "Caf\uFFFD X"));
    }

    @Test
    void a_malformed_file_is_named_with_its_line() {
        assertBad("1,A,x\n2\n", "movies.csv:3: expected 3 columns, as in the first row, found 1 in \"2\"");
        assertBad("1,\"A\nB\",x\n,C,y\n", "movies.csv:4: expected the id of the item, found an empty column");
        assertBad("1,A,x\n1,B,x\n", "movies.csv:3: expected one title for an item, found a second one for item 1");
        assertBad("1,A,x\n2,\"B\n3,C,x\n", "movies.csv:3: expected quotes as in RFC 4180");
        assertBad("1,A,x\n2,\"B\" C,x\n", "movies.csv:3: expected quotes as in RFC 4180");
        assertThatThrownBy(() -> read(RatingsFormat.CSV, "id,words\n1,A\n", StandardCharsets.UTF_8))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("movies.csv:1: expected a column of the items and one of their titles");
    }

    @Test
    void a_table_of_titles_may_have_no_header_and_other_names() throws IOException {
        assertThat(read(RatingsFormat.CSV, "1,A,x\n", StandardCharsets.UTF_8)).containsOnly(Map.entry("1", "A"));
        assertThat(read(RatingsFormat.CSV, "asin;name\nB00X;A\n", StandardCharsets.UTF_8))
                .containsOnly(Map.entry("B00X", "A"));
    }

    private void assertBad(String rows, String message) {
        assertThatThrownBy(() -> readCsv(rows)).isInstanceOf(UserError.class).hasMessageContaining(message);
    }
}
