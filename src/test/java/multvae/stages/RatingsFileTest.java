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
        return events(RatingsFile.read(Files.writeString(directory.resolve("users.csv"), text), configuration));
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
        assertThat(events(RatingsFile.read(zipped, BY_NAME))).containsExactly("A 5", "B 6", "A 7");
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
}
