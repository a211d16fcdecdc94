package multvae.ratings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import multvae.config.DataSettings.Duplicates;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which people have their data. */
final class TableFormsTest {

    private static final TableFormat UNKNOWN = TableFormat.UNKNOWN;

    @TempDir
    private Path directory;

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("data.csv"), text);
    }

    private static RatingsReader reader(TableFormat format, Duplicates duplicates) {
        return new RatingsReader(new RatingsReader.Options(false, format, 3.5, Optional.ofNullable(duplicates), false));
    }

    private Ratings read(String text) throws IOException {
        return reader(UNKNOWN, null).read(List.of(write(text)));
    }

    private static TableFormat columns(Map<Column, String> columns) {
        return new TableFormat(Optional.empty(), Optional.empty(), Optional.empty(), StandardCharsets.UTF_8, columns);
    }

    private void assertRefused(TableFormat format, String text, String message) throws IOException {
        Path file = write(text);
        assertThatThrownBy(() -> reader(format, null).read(List.of(file)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "userId,movieId,rating,timestamp\\n1,2,4.0,99",
                "movieId,userId,rating\\n2,1,4.0",
                "reviewerID,asin,overall,unixReviewTime\\n1,2,5.0,1252800000",
                "user_id,parent_asin,rating,timestamp\\n1,2,5.0,1252800000000",
                "Id,ProductId,UserId,ProfileName,HelpfulnessNumerator,Score,Time,Summary,Text\\n9,2,1,me,0,5,1303862400,"
                        + "Good,`\"many, words\"`",
                "review_id,user_id,business_id,stars,useful,funny,cool,text,date\\nx,1,2,5.0,0,0,0,`\"a \"\"b\"\"\"`,2018-07-07 22:09:11",
                "timestamp,visitorid,event,itemid,transactionid\\n1433221332117,1,view,2,",
                "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,Customer ID\\n7,2,x,6,12/1/2010 8:26,2.55,1",
                "userID\\tartistID\\tweight\\n1\\t2\\t13883",
                "uid;sku;ts\\n1;2;2020-01-01T00:00:00Z",
                "User-ID;ISBN;Book-Rating\\n`\"1\";\"2\";\"4\"`",
                "1,2",
                "1,2,4.0,1383613200",
                "1::2::4::978300760",
                "1\\t2\\t4\\t881250949",
                "1 2 4",
                "1,2,1383613200",
                "session_id,item_id\\n1,2",
                "session_id,user_id,item_id\\n9,1,2",
                " 1 , 2 , 4.0 ,99",
            })
    void columns_are_recognised(String text) throws IOException {
        assertThat(Events.of(read(text.replace("\\n", "\n").replace("\\t", "\t").replace("`", ""))))
                .containsExactly("1-2");
    }

    /** The column, not its name, says what it is: artist_name is the item's id here, and no title beside it. */
    @Test
    void a_column_that_is_taken_is_no_title_and_no_genre() throws IOException {
        requireIds(Map.of(), "user,artist_name\nu,A\n", "u-A", Map.of());
        requireIds(Map.of(Column.ITEM, "artistName"), "user,artist_id,artist_name\nu,7,A\n", "u-A", Map.of());
        requireIds(Map.of(Column.ITEM, "3"), "user,artist_id,artist_name\nu,7,A\n", "u-A", Map.of());
        requireIds(Map.of(Column.ITEM, "3"), "user_id,item_id,category\nu,7,A\n", "u-A", Map.of());
        requireIds(Map.of(Column.ITEM, "2"), "user,item,item_name\nu,7,A\n", "u-7", Map.of("7", "A"));
        requireIds(Map.of(Column.USER, "item"), "item,sku\nu,7\n", "u-7", Map.of());
    }

    private void requireIds(Map<Column, String> columns, String text, String event, Map<String, String> titles)
            throws IOException {
        RatingsReader reader = reader(columns(columns), null);
        assertThat(Events.of(reader.read(List.of(write(text))))).containsExactly(event);
        assertThat(reader.titles()).isEqualTo(new Titles(titles, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user,item\n1,2\n", "user,item,clicks\n1,2,0\n", "1,2\n", "user,item,rating\n1,2,0\n"})
    void without_ratings_every_row_is_an_event(String text) throws IOException {
        boolean explicit = text.contains("rating");
        assertThat(read(text).explicit()).isEqualTo(explicit);
        assertThat(read(text).events().size()).isEqualTo(explicit ? 0 : 1);
        TableFormat without = columns(Map.of(Column.RATING, "none"));
        assertThat(Events.of(reader(without, null).read(List.of(write(text))))).containsExactly("1-2");
    }

    @Test
    void columns_are_named_or_numbered() throws IOException {
        Path file = write("who,what,how much\n1,2,4\n");
        for (Map<Column, String> columns : List.of(
                Map.of(Column.USER, "who", Column.ITEM, "what", Column.RATING, "how much"),
                Map.of(Column.USER, "Who", Column.ITEM, "WHAT", Column.RATING, "how_much"),
                Map.of(Column.USER, "1", Column.ITEM, "2", Column.RATING, "3"))) {
            Ratings ratings = reader(columns(columns), null).read(List.of(file));
            assertThat(Events.of(ratings)).containsExactly("1-2");
            assertThat(ratings.explicit()).isTrue();
        }
        assertThat(Events.of(reader(columns(Map.of(Column.USER, "3", Column.ITEM, "1")), null)
                        .read(List.of(write("7,x,8\n9,y,8\n")))))
                .containsExactly("8-7", "8-9");
    }

    /** As in Amazon's files of 2018. */
    @Test
    void if_the_item_comes_first_the_rating_still_comes_third() throws IOException {
        TableFormat format = columns(Map.of(Column.USER, "2", Column.ITEM, "1"));
        Ratings ratings = reader(format, null).read(List.of(write("7,8,5.0,1383613200\n9,8,3.0,1383613200\n")));
        assertThat(ratings.explicit()).isTrue();
        assertThat(Events.of(ratings)).containsExactly("8-7");
    }

    @Test
    void a_title_of_its_own_column_is_kept_and_the_first_one_counts() throws IOException {
        RatingsReader reader = reader(columns(Map.of(Column.TITLE, "4", Column.USER, "1", Column.ITEM, "3")), null);
        reader.read(List.of(write("u1\t2009-05-04\ta1\tSigur R\u00F3s, live\tx\nu2\t2009-05-04\ta1\tother\ty\n")));
        assertThat(reader.titles().titles()).containsOnly(Map.entry("a1", "Sigur R\u00F3s, live"));
    }

    @Test
    void a_row_without_a_title_leaves_it_to_a_later_one() throws IOException {
        RatingsReader reader = reader(UNKNOWN, null);
        reader.read(List.of(write("user_id,item_id,item_name\nu1,a,\nu1,b,\nu2,a,A\nu2,b,B\nu3,a,other\nu3,c, \n")));
        assertThat(reader.titles().titles()).containsOnly(Map.entry("a", "A"), Map.entry("b", "B"));
    }

    @Test
    void genres_of_a_column_are_kept_and_a_row_may_end_before_them() throws IOException {
        RatingsReader reader = reader(UNKNOWN, null);
        reader.read(List.of(write("user_id,item_id,Categories\nu1,a\nu1,b,\nu2,a,Jazz|Folk\nu2,b,Rock\nu3,a,Pop\n")));
        assertThat(reader.titles().genres()).containsOnly(Map.entry("a", "Jazz|Folk"), Map.entry("b", "Rock"));
        assertRefused(
                columns(Map.of(Column.GENRES, "4")),
                "user_id,item_id,genre\nu1,a,x\n",
                "data.csv:1: expected a column from 1 to 3 as data.columns.genres, found 4");
        RatingsReader without = reader(columns(Map.of(Column.GENRES, TableFormat.NO_COLUMN)), null);
        without.read(List.of(write("user_id,item_id,genre\nu1,a,x\n")));
        assertThat(without.titles().genres()).isEmpty();
    }

    @Test
    void what_is_ambiguous_or_missing_is_refused_with_what_to_write() throws IOException {
        assertRefused(
                UNKNOWN,
                "user_id,customer_id,item\n1,2,3\n",
                "data.csv:1: expected one column of the users, found \"user_id\" and \"customer_id\"; name the right one: "
                        + "data.columns.user = \"user_id\"");
        assertRefused(
                UNKNOWN,
                "who,what\n1,2\n",
                "data.csv:1: expected a column of the users, found the columns \"who\", \"what\"; name it: "
                        + "data.columns.user = \"who\"");
        assertRefused(
                UNKNOWN,
                "user,rating,item,rating\n1,2,3,4\n",
                "found \"rating\" and \"rating\"; number the right one: data.columns.rating = 2");
        assertRefused(
                UNKNOWN,
                "\"user\",\"item\"\n\"1\",\"7\",\"8\"\n", // as R's write.table writes row names
                "found 3 in \"1,7,8\"; fix the line, or if every row has one more, give that column a name in the header");
        assertThatThrownBy(
                        () -> new RatingsReader(new RatingsReader.Options(false, UNKNOWN, 3.5, Optional.empty(), true))
                                .read(List.of(write("user,item\n1,2\n"))))
                .hasMessageContaining("found the columns \"user\", \"item\"; add one, or data.header = false");
        assertRefused(UNKNOWN, "1,2,x,y\n", "data.csv:1: expected a header, or data.columns.user, found \"1,2,x,y\"");
        assertRefused(
                columns(Map.of(Column.USER, "nobody")),
                "user,item\n1,2\n",
                "data.csv:1: expected one of the columns \"user\", \"item\" as data.columns.user, found nobody");
        assertRefused(columns(Map.of(Column.USER, "3")), "user,item\n1,2\n", "expected a column from 1 to 2");
        assertRefused(
                columns(Map.of(Column.USER, "1", Column.ITEM, "1")),
                "user,item\n1,2\n",
                "expected a column of its own");
        assertRefused(UNKNOWN, "12345\n67890\n", "set data.separator");
        assertRefused(UNKNOWN, "  \n\n", "data.csv: expected rows, found none");
        assertRefused(
                UNKNOWN,
                "<!DOCTYPE html>\n<html> </html>\n",
                "data.csv:1: expected a table of columns, found a web page");
        assertRefused(UNKNOWN, "{\"user\":1,\"item\":2}\n", "found JSON; read it with a query");
    }

    /** As a program writes them whose language has a comma before a decimal, for whoever counts the columns. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '^',
            value = {
                "1;2;4,5\\n3;4;3,0^;",
                "1|2|4,5^|",
                "1;2,5^,", // two columns each way: the first of them
                "1,2,2018-07-07 22:09:11 +00:00 UTC^,", // a space is between words too
                "1\\t2\\tone, two, three, four^tab", // which is in no value
            })
    void of_separators_that_divide_the_rows_the_one_into_more_columns_counts(String text, String separator)
            throws IOException {
        Path file = write(text.replace("\\n", "\n").replace("\\t", "\t"));
        assertThat(TableSample.of(file, UNKNOWN).separator()).isEqualTo(separator.replace("tab", "\t"));
    }

    /** As R's write.table, and programs that write a space after each comma. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '^',
            value = {
                "\"user\"\\t\"item\"\\t\"rating\"\\n\"u1\"\\t\"a, 2\"\\t4\\n^u1-a, 2",
                "user\\titem\\titem_name\\nu1\\t2\\t\"The \"\"A\"\"\"\\nu1\\t3\\t\"x\"\\n^u1-2 u1-3",
                "\"user\" \"item\"\\n\"u1\" \"2\"\\n^u1-2",
                "\"u1\"::\"2\"\\n^u1-2",
                "\"user\", \"item\"\\n\"u1\", \"2\"\\n^u1-2",
                "user, item\\nu1, \"2,3\"\\nu1,  \"4 5\"\\n^u1-2,3 u1-4 5",
                "\"user\"; \"item\"; \"rating\"\\n\"u1\"; \"2\"; \"4\"\\n^u1-2",
                // not all of a column: characters like others
                "user\\titem\\n\"u1\"\\t2\\nu2\\t\"Heroes\"\\n^\"u1\"-2 u2-\"Heroes\"",
                "user, item\\nu1, \"2\" x\\n^u1-\"2\" x",
            })
    void values_are_quoted_if_all_of_a_column_are(String text, String events) throws IOException {
        assertThat(String.join(" ", Events.of(read(text.replace("\\n", "\n").replace("\\t", "\t")))))
                .isEqualTo(events);
    }

    @Test
    void a_space_after_a_comma_is_no_separator() throws IOException {
        assertRefused(
                UNKNOWN, "user, item\nu1, \"2,3\"\nu2, 4\n", "data.csv:2: expected 2 columns, as in the first row");
    }

    /** Excel writes the line for itself, and takes it off again. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "sep=;\\nuser;item\\n1;2\\n",
                "SEP=;\\r\\nuser;item\\r\\n1;2\\r\\n",
                "\"sep=;\"\\n\\nuser;item\\n\\n1;2\\n",
                "sep=^\\nuser^item\\n1^2",
                "sep=,\\n1,2\\n",
                "sep=\\t\\nuser\\titem\\n1\\t2\\n",
                "sep=;\\nuser;item;note, long\\n1;2;a, b\\n",
                "sep=;\\n1;2\\n1;2\\n",
            })
    void a_first_line_may_name_the_separator(String text) throws IOException {
        String lines = text.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t");
        for (String mark : List.of("", "\uFEFF")) {
            Ratings ratings = read(mark + lines);
            assertThat(Events.of(ratings)).containsExactly("1-2");
            assertThat(ratings.explicit()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n \nuser,item\n\n1,2\n",
                ",,\nuser,item\n,\n1,2\n,,,,\n , \n", // rows that were cleared in Excel
                "\"\"\nuser,item\n\"\",\"\"\n1,2\n\"\"\n",
                "user\titem\n1\t2\n\t\n  \t \n",
                "user item\n   \n1 2\n \n",
                "user::item\n::\n1::2\n::\n"
            })
    void a_row_without_a_value_is_no_row(String text) throws IOException {
        assertThat(Events.of(read(text))).containsExactly("1-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n \n", ",,\n,,\n", ";;\n", "\t\t\n", "\"\",\"\"\n", "user,item\n,,\n\n"})
    void a_table_without_a_value_has_no_rows(String text) throws IOException {
        assertRefused(UNKNOWN, text, "data.csv: expected rows, found none");
    }

    @Test
    void lines_are_counted_from_the_one_that_names_the_separator() throws IOException {
        assertRefused(
                UNKNOWN, "sep=;\nuser;item;rating\n1;2;4\n1;3;x\n", "data.csv:4: expected a number as the rating");
        assertRefused(UNKNOWN, "sep=;\n\nwho;what\n1;2\n", "data.csv:3: expected a column of the users");
        assertRefused(UNKNOWN, "sep=;\nuser,item\n1,2\n", ", or correct line 1, which names another one");
        for (String line : List.of("sep=", "SEP=\\t", "sep=::", "sep=; ", "\"sep=;;\"")) {
            assertRefused(
                    UNKNOWN,
                    line + "\nuser;item\n1;2\n",
                    "data.csv:1: expected sep= and one character, as Excel writes it, found ");
        }
        assertRefused(
                UNKNOWN,
                "\n".repeat(70_000) + "user,item\n1,2\n",
                "data.csv: expected a row in the first 65536 characters, found empty lines; remove them");
        assertRefused(
                UNKNOWN,
                ",,\n".repeat(30_000) + "user,item,\n1,2,\n", // of which 65536 characters end within a line
                "data.csv: expected a row in the first 65536 characters, found empty lines; remove them");
        assertRefused(UNKNOWN, "\n\nwho,what\n1,2\n", "data.csv:3: expected a column of the users");
        assertRefused(UNKNOWN, "sep=;\n", "data.csv: expected rows, found none");
        assertRefused(UNKNOWN, "sep=;\nuser;item\n", "data.csv: expected rows, found none");
    }

    @Test
    void a_configured_separator_wins_over_the_one_that_the_file_names() throws IOException {
        TableFormat format =
                new TableFormat(Optional.of(","), Optional.empty(), Optional.empty(), StandardCharsets.UTF_8, Map.of());
        assertThat(Events.of(reader(format, null).read(List.of(write("sep=;\nuser,item\n1,2;3\n")))))
                .containsExactly("1-2;3");
    }

    @Test
    void a_row_that_begins_as_that_line_does_is_a_row() throws IOException {
        assertThat(Events.of(read("sep=,2\n3,4\n"))).containsExactly("sep=-2", "3-4");
        assertThat(Events.of(read("user,item\nsep=,2\n"))).containsExactly("sep=-2");
    }

    @Test
    void parts_of_a_table_may_each_name_the_separator() throws IOException {
        Path first = Files.writeString(directory.resolve("part-0.csv"), "sep=;\nitem;user\ni2;u1\n");
        Path next = Files.writeString(directory.resolve("part-1.csv"), "sep=;\ni3;u1\n\ni3;u1\n");
        assertThat(Events.of(reader(UNKNOWN, null).read(List.of(first, next)))).containsExactly("u1-i2", "u1-i3");
        assertThatThrownBy(() -> reader(UNKNOWN, Duplicates.ERROR).read(List.of(first, next)))
                .hasMessageContaining("part-1.csv:4: expected one rating")
                .hasMessageContaining("first on line 2");
    }

    @Test
    void files_of_other_kinds_are_named() throws IOException {
        Map<String, String> kinds = Map.of(
                "PK\3\4zip", "a zip archive; unpack it",
                "PAR1parquet",
                        "a Parquet file; read it with a query: data.query = \"select USER as user_id, ITEM as item_id from '"
                                + directory.resolve("data.csv") + "'\", or save its rows as CSV",
                "BZh91AY&SY", "a bzip2 file; unpack it",
                "\u00FD7zXZ\0\0", "an xz file; unpack it",
                "(\u00B5/\u00FD\4", "a Zstandard file; unpack it",
                "\u00D0\u00CF\u0011\u00E0\u00A1",
                        "an old Office document, such as an xls of Excel; save its table as CSV",
                "SQLite format 3\0", "a SQLite database; save its table as CSV");
        for (Map.Entry<String, String> kind : kinds.entrySet()) {
            assertKind("data.csv", kind.getKey().getBytes(StandardCharsets.ISO_8859_1), kind.getValue());
        }
        assertKind("a.XLSX", "PK\3\4".getBytes(StandardCharsets.US_ASCII), "a spreadsheet; save its table as CSV");
        for (String charset : List.of("UTF-16LE", "UTF-16BE")) {
            byte[] text = "user,item\n1,2\n".getBytes(Charset.forName(charset));
            assertKind("data.csv", text, "UTF-16 without a byte-order mark; set data.charset = " + charset);
            TableFormat named = new TableFormat(
                    Optional.empty(), Optional.empty(), Optional.empty(), Charset.forName(charset), Map.of());
            assertThat(Events.of(reader(named, null).read(List.of(directory.resolve("data.csv")))))
                    .containsExactly("1-2");
        }
    }

    private void assertKind(String name, byte[] bytes, String kind) throws IOException {
        Path file = Files.write(directory.resolve(name), bytes);
        assertThatThrownBy(() -> reader(UNKNOWN, null).read(List.of(file)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("found " + kind);
    }

    @Test
    void an_id_may_begin_as_json_does() throws IOException {
        assertThat(Events.of(read("[deleted],pics,5\n[deleted],news,5\n")))
                .containsExactly("[deleted]-pics", "[deleted]-news");
        assertThat(Events.of(read("{1},7\n2,7\n"))).containsExactly("{1}-7", "2-7");
        for (String json :
                List.of("{\"user\":1}", "{ \"user\" : 1 }", "[{\"user\":1}]", "[\n  [1, 2]]", "[\"a\"]", "{}", "[ ]")) {
            assertRefused(UNKNOWN, json + "\n", "data.csv:1: expected a table of columns, found JSON");
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void gzip_and_character_sets_are_read() throws IOException {
        String text = "user,item\nJos\u00E9,\u20AC\n";
        Path file = directory.resolve("data.bin");
        Files.write(file, gzip(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(Events.of(reader(UNKNOWN, null).read(List.of(file)))).containsExactly("Jos\u00E9-\u20AC");
        Files.write(file, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));
        assertThat(Events.of(reader(UNKNOWN, null).read(List.of(file)))).containsExactly("Jos\u00E9-\u20AC");
        Charset windows = Charset.forName("windows-1252");
        Files.write(file, text.getBytes(windows));
        TableFormat inWindows =
                new TableFormat(Optional.empty(), Optional.empty(), Optional.empty(), windows, Map.of());
        assertThat(Events.of(reader(inWindows, null).read(List.of(file)))).containsExactly("Jos\u00E9-\u20AC");
        assertThatThrownBy(() -> reader(UNKNOWN, null).read(List.of(file)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("data.bin:2: expected the id of the user in the file's character set")
                .hasMessageContaining("set data.charset");
    }

    @Test
    void a_gzip_that_ends_early_is_a_users_error() throws IOException {
        byte[] whole = gzip("user,item\n1,2\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
        Path file = Files.write(directory.resolve("data.csv.gz"), java.util.Arrays.copyOf(whole, whole.length - 10));
        assertThatThrownBy(() -> reader(UNKNOWN, null).read(List.of(file)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageEndingWith("; check that it is complete");
    }

    /** The rows are user 1 and item 2 rated 1, 5, 5 and 2; only first and last differ in whether there is an event. */
    @ParameterizedTest
    @CsvSource({"FIRST, ''", "LAST, ''", "MAX, 7-8 1-2", "ANY, 7-8 1-2"})
    void the_row_that_counts_is_the_one_that_is_asked_for(Duplicates duplicates, String expected) throws IOException {
        Path file = write("user,item,rating\n1,2,1\n7,8,4\n1,2,5\n1,2,5\n1,2,2\n");
        Ratings ratings = reader(UNKNOWN, duplicates).read(List.of(file));
        assertThat(String.join(" ", Events.of(ratings)))
                .isEqualTo(duplicates == Duplicates.FIRST || duplicates == Duplicates.LAST ? "7-8" : expected);
        assertThat(ratings.repeated()).isEqualTo(3);
        assertThat(ratings.rows()).isEqualTo(5);
    }

    @Test
    void the_last_of_repeated_rows_stands_where_it_stands_in_the_file() throws IOException {
        Path file = write("user,item,rating\n1,2,4\n7,8,4\n1,2,5\n");
        assertThat(Events.of(reader(UNKNOWN, Duplicates.FIRST).read(List.of(file))))
                .containsExactly("1-2", "7-8");
        assertThat(Events.of(reader(UNKNOWN, Duplicates.LAST).read(List.of(file))))
                .containsExactly("7-8", "1-2");
        assertThat(Events.of(reader(UNKNOWN, Duplicates.MAX).read(List.of(file))))
                .containsExactly("7-8", "1-2");
        assertThat(Events.of(reader(UNKNOWN, Duplicates.ANY).read(List.of(file))))
                .containsExactly("1-2", "7-8");
    }

    @Test
    void repeated_events_are_one_event_and_repeated_ratings_an_error() throws IOException {
        Ratings clicks = read("user,item\n1,2\n1,2\n1,3\n");
        assertThat(Events.of(clicks)).containsExactly("1-2", "1-3");
        assertThat(clicks.repeated()).isEqualTo(1);
        assertRefused(UNKNOWN, "user,item,rating\n1,2,4\n1,2,4\n", "data.duplicates = first, last, max or any");
    }

    @Test
    void several_files_are_one_data_set() throws IOException {
        Path one = Files.writeString(directory.resolve("1.csv"), "item,user\n2,1\n");
        Path two = Files.writeString(directory.resolve("2.csv"), "user,item\n1,3\n1,2\n");
        Ratings ratings = reader(UNKNOWN, null).read(List.of(one, two));
        assertThat(Events.of(ratings)).containsExactly("1-2", "1-3");
        assertThatThrownBy(() -> reader(UNKNOWN, Duplicates.ERROR).read(List.of(one, two)))
                .hasMessageContaining("2.csv:3: expected one rating")
                .hasMessageContaining("first on " + one + ":2");
    }

    @Test
    void a_part_without_a_header_has_the_columns_of_the_first_file() throws IOException {
        Path first = Files.writeString(directory.resolve("part-0.csv"), "item,user,stars\ni2,u1,4\n");
        Path next = Files.writeString(directory.resolve("part-1.csv"), "i3,u1,5\ni4,u2,1\n");
        Ratings ratings = reader(UNKNOWN, null).read(List.of(first, next));
        assertThat(Events.of(ratings)).containsExactly("u1-i2", "u1-i3");
        assertThat(ratings.rows()).isEqualTo(3);
        Path repeated = Files.writeString(directory.resolve("part-2.csv"), "i3,u1,5\n");
        assertThatThrownBy(() -> reader(UNKNOWN, null).read(List.of(first, next, repeated)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("part-2.csv:1: expected one rating")
                .hasMessageContaining("first on " + next + ":1");
    }

    /** A row without a rating is an event, which no rating is above. */
    @Test
    void the_highest_rating_is_found_among_files_with_ratings_and_without() throws IOException {
        Path clicks = Files.writeString(directory.resolve("a.csv"), "user,item\nu1,i1\nu1,i2\n");
        Path stars = Files.writeString(directory.resolve("b.csv"), "user,item,stars\nu1,i1,2\nu1,i3,1\nu1,i3,5\n");
        Ratings ratings = reader(UNKNOWN, Duplicates.MAX).read(List.of(clicks, stars));
        assertThat(Events.of(ratings)).containsExactly("u1-i1", "u1-i2", "u1-i3");
        assertThat(ratings.repeated()).isEqualTo(2);
    }

    @Test
    void a_quote_that_is_the_separator_is_a_users_error() throws IOException {
        TableFormat format =
                new TableFormat(Optional.of(";"), Optional.empty(), Optional.of(';'), StandardCharsets.UTF_8, Map.of());
        assertRefused(format, "user;item\n1;2\n", "data.quote: expected another character than in data.separator");
    }

    @Test
    void lists_have_no_times() {
        assertThatThrownBy(
                        () -> new RatingsReader(new RatingsReader.Options(true, UNKNOWN, 3.5, Optional.empty(), true)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("data.format: expected table, since preprocess.split.type = time");
    }

    private static RatingsReader listReader(TableFormat format) {
        return new RatingsReader(new RatingsReader.Options(true, format, 3.5, Optional.empty(), false));
    }

    private Ratings lists(String text) throws IOException {
        return listReader(UNKNOWN).read(List.of(write(text)));
    }

    @Test
    void a_line_of_a_list_is_a_user_with_items() throws IOException {
        assertThat(Events.of(lists("0 5 7\n1\n2\t5 \r\nx B00X 5\n\n")))
                .containsExactly("0-5", "0-7", "2-5", "x-B00X", "x-5");
        StringBuilder longLine = new StringBuilder("9");
        for (int item = 0; item < 300_000; item++) {
            longLine.append(' ').append(item);
        }
        assertThat(lists(longLine.toString()).events().size()).isEqualTo(300_000);
        assertThatThrownBy(() -> lists("0 1\n" + "7".repeat(1001) + " 1\n"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("data.csv:2: expected ids of at most 1000 characters");
    }

    @Test
    void the_log_says_what_is_not_read() throws IOException {
        assertThat(described("user,item,rating\n1,2,3\n"))
                .isEqualTo("user = user, item = item, rating = rating (separator \",\", a header)");
        assertThat(described("user;item;Bewertung;Preis\n1;2;3;4\n"))
                .isEqualTo("user = user, item = item, no rating: every row is an event (separator \";\", a header);"
                        + " not read: \"Bewertung\", \"Preis\"");
        assertThat(described("user,item,a,b,c,d,e,f,g,h,i,j\n1,2,3,4,5,6,7,8,9,10,11,12\n"))
                .endsWith("not read: \"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\" and 2 more");
        assertThat(described("1,2\n3,4\n"))
                .isEqualTo("user = column 1, item = column 2, no rating: every row is an event"
                        + " (separator \",\", no header)");
    }

    private String described(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("data.csv"), text);
        return TableLayout.of(file, UNKNOWN, EnumSet.of(Column.USER, Column.ITEM))
                .describe();
    }

    @Test
    void a_line_of_a_list_ends_with_lf_crlf_or_cr() throws IOException {
        for (String end : List.of("\n", "\r\n", "\r")) {
            assertThat(Events.of(lists("0 5 7" + end + end + "1 5" + end + "2" + end + "3\t7")))
                    .containsExactly("0-5", "0-7", "1-5", "3-7");
            assertThatThrownBy(() -> lists("0 5" + end + end + "1 " + "7".repeat(1001) + end))
                    .hasMessageContaining("data.csv:3: expected ids");
        }
        assertThat(Events.of(lists("0" + " ".repeat((1 << 16) - 2) + "\r\n1 5"))) // between two buffers
                .containsExactly("1-5");
    }

    @Test
    void an_id_of_a_list_is_in_the_character_set() throws IOException {
        Path file = directory.resolve("data.csv");
        Files.write(file, "0 1\n1 caf\u00E8 caf\u00E9".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> listReader(UNKNOWN).read(List.of(file)))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ":2: expected ids in the file's character set, found \"caf\uFFFD\";"
                        + " set data.charset, for example to ISO-8859-1 or windows-1252");
        TableFormat latin = new TableFormat(
                Optional.empty(), Optional.empty(), Optional.empty(), StandardCharsets.ISO_8859_1, Map.of());
        assertThat(Events.of(listReader(latin).read(List.of(file))))
                .containsExactly("0-1", "1-caf\u00E8", "1-caf\u00E9");
    }
}
