package multvae.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import multvae.io.UserError;
import multvae.ratings.EventList;
import multvae.ratings.Ratings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users of other data than the model was made of. */
final class RatingsFileTest {

    /** As the runs of data with these columns have it. */
    private static final Map<String, Object> BY_POSITION = Map.of("data.columns.user", "2", "data.columns.item", "1");

    private static final Map<String, Object> BY_NAME = Map.of(
            "data.columns.item", "Product SKU",
            "data.columns.title", "Product Title",
            "data.separator", ";");

    @TempDir
    private Path directory;

    private List<String> read(String text, Map<String, Object> configuration) throws IOException {
        return read(text, configuration, Map.of());
    }

    private List<String> read(String text, Map<String, Object> configuration, Map<String, String> form)
            throws IOException {
        RatingsFile.check(form);
        Path file = Files.writeString(directory.resolve("users.csv"), text);
        return events(RatingsFile.reader(file, configuration, form).read(List.of(file)));
    }

    private static List<String> events(Ratings ratings) {
        List<String> pairs = new ArrayList<>();
        EventList events = ratings.events();
        for (int event = 0; event < events.size(); event++) {
            pairs.add(ratings.userIds().get(events.user(event)) + " "
                    + ratings.itemIds().get(events.item(event)));
        }
        return pairs;
    }

    @Test
    void a_header_that_names_users_and_items_stands_over_the_columns_of_the_models_data() throws IOException {
        String mixed = "user,item\nA,5\nB,6\nA,7\n";
        assertThat(read(mixed, BY_POSITION)).containsExactly("A 5", "B 6", "A 7");
        assertThat(read(mixed, BY_NAME)).containsExactly("A 5", "B 6", "A 7");
        assertThat(read("item,user\n5,A\n", BY_NAME)).containsExactly("A 5");
        Path zipped = directory.resolve("users.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(mixed.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(events(RatingsFile.reader(zipped, BY_NAME, Map.of()).read(List.of(zipped))))
                .containsExactly("A 5", "B 6", "A 7");
    }

    @Test
    void without_such_a_header_it_is_read_as_the_models_data_was() throws IOException {
        assertThat(read("5,A\n6,B\n", BY_POSITION)).containsExactly("A 5", "B 6");
        assertThat(read("Customer ID;Product SKU\nA;5\n", BY_NAME)).containsExactly("A 5"); // no title is needed
        assertThat(read("A 5 6\n", Map.of("data.format", "lists"))).containsExactly("A 5", "A 6");
        assertThatThrownBy(() -> read("who;what\nA;5\n", BY_NAME))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("found Product SKU");
    }

    @Test
    void users_of_a_model_of_parquet_files_are_in_a_table() throws IOException {
        Map<String, Object> parquet = Map.of("data.format", "parquet");
        assertThat(read("A,5\nB,6\n", parquet)).containsExactly("A 5", "B 6");
        assertThat(read("user,item\nA,5\n", parquet)).containsExactly("A 5");
        Map<String, Object> byName = Map.of("data.format", "parquet", "data.columns.item", "Product SKU");
        assertThat(read("Customer ID,Product SKU\nA,5\n", byName)).containsExactly("A 5");
    }

    @Test
    void a_value_that_is_null_is_none() throws IOException {
        for (String key : List.of(
                "preprocess.ratingThreshold",
                "data.charset",
                "data.duplicates",
                "data.format",
                "data.separator",
                "data.columns.rating")) {
            Map<String, Object> configuration = Collections.singletonMap(key, null);
            assertThat(read("A,5,4\nB,6,3\n", configuration)).as(key).containsExactly("A 5");
            assertThat(read("user,item,rating\nA,5,4\nB,6,3\n", configuration))
                    .as(key)
                    .containsExactly("A 5");
        }
    }

    @Test
    void what_an_event_is_stays_that_of_the_models_data() throws IOException {
        String rated = "user,item,rating\nA,5,3\nA,6,4\n";
        assertThat(read(rated, Map.of())).containsExactly("A 6");
        assertThat(read(rated, Map.of("preprocess.ratingThreshold", 2.5))).containsExactly("A 5", "A 6");
        assertThat(read(rated, Map.of("data.columns.rating", "none"))).containsExactly("A 5", "A 6");
    }

    @Test
    void what_the_user_says_of_the_file_stands_over_its_header_and_the_models_data() throws IOException {
        Map<String, String> named = Map.of("data.columns.user", "who", "data.columns.item", "what");
        assertThat(read("who;what\nA;5\n", BY_NAME, named)).containsExactly("A 5");
        assertThat(read("who,what\nA,5\n", BY_POSITION, named)).containsExactly("A 5");
        // the header alone would have the columns user and item
        Map<String, String> other = Map.of("data.columns.user", "buyer");
        assertThat(read("user,item,buyer\nA,5,Z\n", BY_NAME, other)).containsExactly("Z 5");
        assertThat(read("A 5 6\n", BY_NAME, Map.of("data.format", "lists"))).containsExactly("A 5", "A 6");
        // what an event is stays that of the model's data, unless it is said too
        String rated = "user,item,rating\nA,5,3\nA,6,4\n";
        Map<String, Object> above2 = Map.of("preprocess.ratingThreshold", 2.5);
        assertThat(read(rated, above2, Map.of("data.separator", "\",\""))).containsExactly("A 5", "A 6");
        assertThat(read(rated, above2, Map.of("preprocess.ratingThreshold", "3.5")))
                .containsExactly("A 6");
    }

    @Test
    void a_character_set_alone_leaves_the_columns_of_the_models_data() throws IOException {
        Path file = Files.writeString(directory.resolve("users.csv"), "\u00e9,A\n", StandardCharsets.ISO_8859_1);
        Map<String, String> form = Map.of("data.charset", "ISO-8859-1");
        assertThat(events(RatingsFile.reader(file, BY_POSITION, form).read(List.of(file))))
                .containsExactly("A \u00e9");
    }

    @Test
    void a_key_that_says_nothing_of_a_file_of_users_is_one_line() {
        assertThatThrownBy(() -> read("A,5\n", Map.of(), Map.of("train.epochs", "3")))
                .isInstanceOf(UserError.class)
                .hasMessage("-Dtrain.epochs: expected with --users a key that says how the file is written, such as"
                        + " data.columns.user, found another one; see docs/data.md, or leave it out");
        assertThatThrownBy(() -> read("A,5\n", Map.of(), Map.of("data.format", "parquet")))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "-Ddata.format: expected table or lists for a file of users, found parquet; write them as text");
        assertThatThrownBy(() -> RatingsFile.check(Map.of("data.columns", "7")))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("-Ddata.columns: expected ");
        assertThatThrownBy(() -> RatingsFile.check(Map.of("data.duplicates", "some")))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("-Ddata.duplicates: expected ");
    }
}
