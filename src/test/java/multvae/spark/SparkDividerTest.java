package multvae.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spark writes what the local engine writes, whose split is held to numpy's. */
final class SparkDividerTest {

    @TempDir
    private Path directory;

    private Path preprocess(String engine, int partitions, Map<String, String> keys) throws IOException {
        return Preprocessed.run(directory.resolve(engine + partitions), engine, partitions, keys);
    }

    private void requireEqual(Map<String, String> keys, int... partitions) throws IOException {
        Path local = preprocess("local", 1, keys);
        for (int count : partitions) {
            Preprocessed.requireSame(preprocess("spark", count, keys), local);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7})
    void the_sample_gives_the_same_bytes_from_any_number_of_partitions(int partitions) throws IOException {
        requireEqual(Map.of("data.dataset", "ml-latest-small", "preprocess.heldOutUsers", "60"), partitions);
    }

    @Test
    void shards_have_the_same_bytes_too_and_a_manifest_names_them() throws IOException {
        Map<String, String> keys =
                Map.of("data.dataset", "ml-latest-small", "preprocess.heldOutUsers", "60", "preprocess.shards", "3");
        Path local = preprocess("local", 1, keys);
        Path spark = preprocess("spark", 4, keys);
        for (String file : new String[] {"00000.npz", "00001.npz", "00002.npz", "00000-users.csv", "00002-users.csv"}) {
            Path shard = spark.resolve("train-shards").resolve(file);
            assertThat(shard)
                    .hasSameBinaryContentAs(local.resolve("train-shards").resolve(file));
            assertThat(spark.resolve("manifest.json")).content().contains("\"train-shards/" + file + "\"");
        }
    }

    /** Ids that are no numbers, users in any order, repeated pairs, a rating in most rows, times that are often equal. */
    static StringBuilder generated(int seed, int rows) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("who,what,stars,when,film title,kinds\n");
        for (int row = 0; row < rows; row++) {
            int user = (int) (random.nextDouble() * random.nextDouble() * 300);
            int item = (int) (random.nextDouble() * random.nextDouble() * 120);
            text.append(user % 3 == 0 ? "u" + user : String.valueOf(user))
                    .append(",")
                    .append(item % 4 == 0 ? "item " + item : String.valueOf(item))
                    .append(",")
                    .append(random.nextInt(10) / 2.0)
                    .append(",")
                    .append(1_500_000_000 + random.nextInt(40))
                    .append(",")
                    .append(item % 5 == 0 ? "" : "Title " + (item + row % 2))
                    .append(",")
                    .append(row % 2 == 0 ? "" : "A|K" + item % 9)
                    .append(row % 7 == 0 ? "\r\n" : "\n");
        }
        return text;
    }

    private Map<String, String> keys(Path ratings, String... more) {
        Map<String, String> keys = new HashMap<>(Map.of(
                "data.ratings", ratings.toString(),
                "data.columns.user", "who",
                "data.columns.item", "what",
                "data.columns.timestamp", "when",
                "data.columns.title", "film title",
                "data.columns.genres", "kinds",
                "preprocess.minItemEvents", "3"));
        for (int k = 0; k < more.length; k += 2) {
            keys.put(more[k], more[k + 1]);
        }
        return keys;
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "last", "max", "any"})
    void repeated_rows_count_as_they_do_locally(String duplicates) throws IOException {
        Path file = Files.writeString(directory.resolve("r.csv"), generated(1, 4000));
        requireEqual(keys(file, "data.duplicates", duplicates), 5);
    }

    @Test
    void times_divide_as_they_do_locally() throws IOException {
        String text = "sep=,\n\n"
                + generated(2, 4000).toString().replace("\r\n", "\n\n\r\n \n,,,\n"); // with rows without a value
        Path file = Files.writeString(directory.resolve("r.csv"), text);
        String[] byLast = {"preprocess.split.type", "time", "preprocess.split.last", "2", "data.duplicates", "last"};
        requireEqual(keys(file, byLast), 4);
        String[] byDate = {
            "preprocess.split.type",
            "time",
            "preprocess.split.after",
            "2017-07-14T02:40:25Z",
            "data.duplicates",
            "first"
        };
        requireEqual(keys(file, byDate), 1, 6);
    }

    /** A table in three files: the first has the header, the second is compressed, a value of the third has a line end. */
    @Test
    void files_are_one_table_as_they_are_locally() throws IOException {
        Path parts = Files.createDirectory(directory.resolve("parts"));
        Files.writeString(parts.resolve("a.csv"), generated(3, 1500));
        String[] rows = generated(4, 1500).toString().split("\n", 2);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(parts.resolve("b.csv.gz")))) {
            out.write(rows[1].getBytes(StandardCharsets.UTF_8));
        }
        String quoted = generated(5, 1500).toString().split("\n", 2)[1].replace("item 4,", "\"item\n4\",");
        Files.writeString(parts.resolve("c.csv"), quoted);
        String[] places = {
            "data.columns.user",
            "1",
            "data.columns.item",
            "2",
            "data.columns.timestamp",
            "4",
            "data.columns.title",
            "5",
            "data.columns.genres",
            "6"
        };
        Map<String, String> keys = keys(parts, places);
        keys.put("data.duplicates", "first");
        requireEqual(keys, 3, 8);
    }

    @Test
    void events_without_ratings_and_lists_are_read() throws IOException {
        Random random = new Random(9);
        StringBuilder lists = new StringBuilder();
        for (int user = 0; user < 200; user++) {
            lists.append(user * 7 % 200);
            for (int k = 0; k < 12; k++) {
                lists.append(' ').append(random.nextInt(60));
            }
            lists.append('\n');
        }
        Path file = Files.writeString(directory.resolve("lists.txt"), lists);
        requireEqual(Map.of("data.ratings", file.toString(), "data.format", "lists"), 3);
    }

    /** Rows of each pair once, dealt to the parts; a header in the first file of each part. */
    private Map<String, String> given(int seed, int parts, boolean repeats) throws IOException {
        List<String> rows = generated(seed, 2500).toString().lines().toList();
        Map<String, String> byPair = new LinkedHashMap<>();
        for (String row : rows.subList(1, rows.size())) {
            String[] fields = row.split(",", -1);
            byPair.putIfAbsent(fields[0] + "," + fields[1], row);
        }
        List<StringBuilder> texts = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            texts.add(new StringBuilder(rows.get(0)).append('\n'));
        }
        Random random = new Random(seed);
        for (String row : byPair.values()) {
            StringBuilder text = texts.get(random.nextInt(4) < 2 ? 0 : random.nextInt(parts));
            text.append(row).append('\n');
            if (repeats && random.nextInt(5) == 0) {
                text.append(row).append('\n');
            }
        }
        Map<String, String> keys = keys(directory);
        keys.remove("data.ratings");
        keys.remove("preprocess.minItemEvents");
        keys.put("preprocess.split.type", "given");
        String[] names = parts == 2 ? new String[] {"train", "test"} : new String[] {"train", "validation", "test"};
        for (int part = 0; part < parts; part++) {
            Path file = Files.writeString(directory.resolve(names[part] + seed + ".csv"), texts.get(part));
            keys.put("preprocess.split." + names[part], file.toString());
        }
        return keys;
    }

    @Test
    void parts_that_are_given_in_files_divide_as_they_do_locally() throws IOException {
        Map<String, String> three = given(7, 3, false);
        requireEqual(three, 4);
        Map<String, String> drawn = given(8, 2, true);
        drawn.put("data.duplicates", "last");
        requireEqual(drawn, 7);
    }

    @Test
    void a_mistake_in_a_given_part_is_the_same_line() throws IOException {
        Map<String, String> keys = given(9, 3, false);
        Path train = Path.of(keys.get("preprocess.split.train"));
        Path test = Path.of(keys.get("preprocess.split.test"));
        String trained = Files.readString(train);
        String tested = Files.readString(test);
        List<String> rows = trained.lines().skip(1).toList();

        Files.writeString(test, tested + rows.get(40) + "\n" + rows.get(7) + "\n");
        requireSameError(keys); // in two parts: the user who comes first is told
        Files.writeString(test, tested + tested.lines().skip(30).findFirst().orElseThrow() + "\n" + rows.get(7) + "\n");
        requireSameError(keys); // twice in the test part comes before that
        Files.writeString(train, trained + rows.get(3) + "\n");
        requireSameError(keys); // and twice in the train part before both
        Files.writeString(train, trained);
        Files.writeString(test, tested + "7,new item,5,1500000000,x,y\n");
        keys.put("preprocess.split.unknown", "error");
        requireSameError(keys);
        Files.writeString(test, tested.lines().findFirst().orElseThrow() + "\n");
        requireSameError(keys); // only a header
    }

    private void requireSameError(Map<String, String> keys) {
        UserError local = null;
        try {
            preprocess("local", 1, keys);
        } catch (UserError e) {
            local = e;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(local).isNotNull();
        assertThatThrownBy(() -> preprocess("spark", 9, keys))
                .isInstanceOf(UserError.class)
                .hasMessage(local.getMessage());
    }

    @Test
    void a_mistake_is_the_same_line() throws IOException {
        String rows = generated(6, 2000).toString();
        String last = rows.substring(rows.lastIndexOf('\n', rows.length() - 2) + 1);
        requireSameError(
                keys(Files.writeString(directory.resolve("number.csv"), rows + "7,8,good,1500000000,x,y\n" + last)));
        requireSameError(keys(Files.writeString(directory.resolve("columns.csv"), rows + "7,8\n" + last)));
        requireSameError(keys(Files.writeString(directory.resolve("twice.csv"), rows)));
        requireSameError(keys(
                Files.writeString(directory.resolve("rare.csv"), rows),
                "data.duplicates",
                "any",
                "preprocess.minUserEvents",
                "5000"));
        requireSameError(keys(
                Files.writeString(directory.resolve("many.csv"), rows),
                "data.duplicates",
                "any",
                "preprocess.heldOutUsers",
                "200"));
    }
}
