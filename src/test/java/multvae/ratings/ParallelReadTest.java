package multvae.ratings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import multvae.config.DataSettings.Duplicates;
import multvae.ids.IdList;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever a file is cut, reading its parts on several threads gives what reading it at once gives. */
final class ParallelReadTest {

    private static final String HEADER = "userId,movieId,rating,timestamp\n";
    private static final long WHOLE = Long.MAX_VALUE;

    @TempDir
    private Path directory;

    private static RatingsReader reader(Optional<Duplicates> duplicates, boolean times, long partBytes) {
        RatingsReader.Options options = new RatingsReader.Options(false, TableFormat.UNKNOWN, 3.5, duplicates, times);
        return new RatingsReader(options).quiet().inPartsOf(partBytes);
    }

    /** Everything that a read gives, or its error. */
    private static String read(List<Path> files, Optional<Duplicates> duplicates, boolean times, long partBytes) {
        RatingsReader reader = reader(duplicates, times, partBytes);
        try {
            Ratings ratings = reader.read(files);
            EventList events = ratings.events();
            List<Long> ofEvents = new ArrayList<>();
            IntStream.range(0, times ? events.size() : 0).forEach(event -> ofEvents.add(events.time(event)));
            return String.join(
                    "; ",
                    Events.of(ratings).toString(),
                    ofEvents.toString(),
                    ids(ratings.userIds()),
                    ids(ratings.itemIds()),
                    ratings.rows() + " rows, " + ratings.repeated() + " repeated, explicit " + ratings.explicit(),
                    new TreeMap<>(reader.titles().titles()).toString());
        } catch (UserError e) {
            return e.getMessage();
        }
    }

    private static String ids(IdList ids) {
        return IntStream.range(0, ids.size()).mapToObj(ids::get).toList().toString();
    }

    private static void assertAllCutsAgree(
            List<Path> files, Optional<Duplicates> duplicates, boolean times, long most) {
        String whole = read(files, duplicates, times, WHOLE);
        for (long bytes = 1; bytes <= most; bytes += 1 + bytes / 8) {
            assertThat(read(files, duplicates, times, bytes))
                    .as("parts of %d bytes", bytes)
                    .isEqualTo(whole);
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,2,4.0,9\n3,4,5.0,8\n1,4,1,7\n7,2,4,6\n", // as usual
                "1,2,4.0,9\n3,4,5.0,8\n1,4,1,7\n7,2,4,6", // no line end after the last line
                "1,2,4.0,9\r\n3,4,5.0,8\r\n1,4,1,7\r\n7,2,4,6\r\n",
                "1,2,4.0,9\r3,4,5.0,8\r1,4,1,7\r7,2,4,6\r", // no place to cut
                "1,2,4.0,9\n3,4,5.0,8\n1,4,1,7\n\n\r\n \n", // blank lines after the last row
                "1,2,4.0,9\n3,4,5.0,8\n\n\n1,4,1,7\n", // empty lines between rows
                "\n\r\n\n1,2,4.0,9\n\n3,4,5.0,8\r\n\r\n1,4,1,7\n1,2,5.0,9\n", // and a pair that is repeated
                "1,2,4.0,9\n3,4,5.0,8\n\nx\n",
                "1,2,4.0,9\n\n \n\n3,4,5.0,8\n\nx\n", // blanks between rows
                "1,2,4.0,9\n\n,,,\n\n \n3,4,5.0,8\n,,\n\"\"\n", // separators only
                "1,2,4.0,9\n3,4,5.0,8\n\"1\",\"4\",1,7\n7,2,4,6\n", // quotes in the middle
                "1,2,4.0,9\n\"a\nb\",4,5.0,8\n\"a\r\n\nb\",2,4,7\n7,2,4,6\n", // line ends in quotes
                "1,2,4.0,9\n\"a\nb\",4,5.0,8\n7,2,four,6\n", // a mistake after line ends in quotes
                "1,2,4.0,9\n3,4,5.0,8\n\"1,4,1,7\n7,2,4,6\n", // a quote without its end
                "1,2,4.0,9\n3,4,5.0,8\n1,4,no,7\n7,,4,6\n", // two mistakes
                "1,2,4.0,9\n3,4,5.0,8\n1,4,1,7\n1,2,5.0,9\n3,4,1,9\n", // two repeated pairs
                "x,2,4.0,9\né,4,5.0,8\n日本,4,4,7\nx,99999999,4,6\n" // ids of several bytes
            })
    void rows_and_errors_do_not_depend_on_the_cuts(String rows) throws IOException {
        for (String mark : List.of("", "\uFEFF")) {
            for (String before : List.of("", "\n\n\r\n", "sep=,\n", "sep=,\r\n\n")) {
                Path file = write("ratings.csv", mark + before + HEADER + rows);
                assertAllCutsAgree(List.of(file), Optional.empty(), false, Files.size(file));
            }
        }
    }

    @Test
    void an_error_names_the_first_bad_line_of_the_file_although_later_parts_have_others() throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (int line = 2; line <= 400; line++) {
            text.append(line < 300 ? line + ",1,4.0,9\n" : line + ",1,bad" + line + ",9\n");
        }
        Path file = write("ratings.csv", text.toString());

        for (int repetition = 0; repetition < 20; repetition++) {
            assertThat(read(List.of(file), Optional.empty(), false, 64))
                    .startsWith(file + ":300: expected a number as the rating, found \"bad300\"");
        }
    }

    @Test
    void the_error_for_a_repeated_pair_names_both_lines() throws IOException {
        Path file = write("ratings.csv", HEADER + "1,2,4,9\n3,4,5,8\n1,4,1,7\n1,2,5,9\n");

        assertThat(read(List.of(file), Optional.empty(), false, 8))
                .startsWith(file + ":5: ")
                .contains("user 1 and item 2 a second time, first on line 2");
    }

    /** Ratings and times of rows that another row stands for come from the right rows; titles are the first of an item. */
    @Test
    void every_rule_for_duplicates_gives_the_same() throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("userId,movieId,rating,timestamp,movie_title\n");
        for (int row = 0; row < 300; row++) {
            text.append(random.nextInt(12))
                    .append(",i")
                    .append(random.nextInt(15))
                    .append(',');
            text.append(random.nextInt(11) / 2.0)
                    .append(',')
                    .append(random.nextInt(1000))
                    .append(",t")
                    .append(row);
            text.append('\n');
        }
        Path file = write("ratings.csv", text.toString());

        for (Duplicates duplicates : Duplicates.values()) {
            String whole = read(List.of(file), Optional.of(duplicates), true, WHOLE);
            for (long bytes : new long[] {1, 50, 333, 1000, 4000}) {
                assertThat(read(List.of(file), Optional.of(duplicates), true, bytes))
                        .isEqualTo(whole);
            }
        }
    }

    /** Parts of a table that was cut into files: only the first has the header, and a pair may come again in another file. */
    @Test
    void several_files_are_one_table() throws IOException {
        Path first = write("a.csv", "movieId,userId,rating\n50,1,4\n60,1,5\n50,2,1\n");
        Path second = write("b.csv", "50,3,4\n70,1,5\n70,2,5\n");
        Path third = write("c.csv", "80,3,4\n50,1,5\n70,4,5\n");

        assertAllCutsAgree(List.of(first, second), Optional.empty(), false, 40);
        assertAllCutsAgree(List.of(first, second, third), Optional.empty(), false, 40);
        assertThat(read(List.of(first, second, third), Optional.empty(), false, 12))
                .startsWith(third + ":2: ");
    }

    /** The file is the program's own: messages name the query. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'1,2,4\n3,4,5\n1,4,no\n', 'row 3: expected a number as the rating, found \"no\"; correct the query, or'",
                "'1,2,4\n3,4,5\n1,2,1\n', 'row 3: expected one rating of a user for an item, found user 1 and item 2 a"
                        + " second time, first in row 1; keep'",
                "'1,\"a\n\nb\",4\n,4,5\n', 'row 2: expected the id of the user, found an empty column; correct the query'"
            })
    void a_mistake_in_the_result_of_a_query_is_named_by_its_row(String rows, String message) throws IOException {
        Path file = write("query.csv", "user,item,rating\n" + rows);
        RatingsReader.Options options =
                new RatingsReader.Options(false, TableFormat.UNKNOWN, 3.5, Optional.empty(), false, true);
        for (long bytes : new long[] {1, 8, WHOLE}) {
            RatingsReader reader = new RatingsReader(options).quiet().inPartsOf(bytes);
            assertThatThrownBy(() -> reader.read(List.of(file)))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith("the result of data.query, " + message);
        }
    }
}
