package multvae.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import multvae.io.FileHash;
import multvae.io.UserError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hand-made model's numbers are derived from the formulas at {@link Bundles#byHand}. */
final class UserListsTest {

    private static final String USERS = "user,item\n7,10\n7,10\n3,99\n12,20\n12,99\n";

    @TempDir
    private Path directory;

    private Recommender recommender;
    private Path users;
    private Path out;

    @BeforeEach
    void open() throws IOException {
        recommender = Recommender.open(Bundles.byHand(directory.resolve("bundle")));
        users = Files.writeString(directory.resolve("users.csv"), USERS);
        out = directory.resolve("lists/out");
    }

    @AfterEach
    void close() {
        recommender.close();
    }

    private UserLists.Outcome write(int top, ListFormat format) throws IOException {
        return UserLists.write(recommender, users, Query.of(List.of(), top), format, out);
    }

    @Test
    void csv_has_a_row_an_item_in_the_order_of_the_users_file() throws IOException {
        UserLists.Outcome outcome = write(2, ListFormat.CSV);
        assertThat(Files.readString(out))
                .isEqualTo(
                        """
                        user,rank,item,score,source
                        7,1,30,2.5,model
                        7,2,40,1.0,model
                        3,1,20,9.0,popularity
                        3,2,10,5.0,popularity
                        12,1,40,3.0,model
                        12,2,30,1.5,model
                        """);
        assertThat(outcome).isEqualTo(new UserLists.Outcome(3, 0, 1, 2, List.of("99")));
        try (Stream<Path> left = Files.list(out.getParent())) {
            assertThat(left).containsExactly(out);
        }
    }

    @Test
    void json_lines_have_an_object_a_user_with_the_items_that_are_not_known() throws IOException {
        write(1, ListFormat.JSONL);
        assertThat(Files.readString(out))
                .isEqualTo(
                        """
                        {"user":7,"source":"model","items":[{"item":30,"score":2.5}],"unknown":[]}
                        {"user":3,"source":"popularity","items":[{"item":20,"score":9.0}],"unknown":[99]}
                        {"user":12,"source":"model","items":[{"item":40,"score":3.0}],"unknown":[99]}
                        """);
    }

    @Test
    void json_lines_have_the_reasons_that_one_user_gets() throws IOException {
        UserLists.write(recommender, users, Query.of(List.of(), 2).explained(), ListFormat.JSONL, out);
        JsonNode first = new ObjectMapper().readTree(Files.readAllLines(out).get(0));
        Recommendation alone = recommender
                .recommend(Query.of(List.of("10"), 2).explained())
                .recommendations()
                .get(0);
        JsonNode why = first.at("/items/0/why");
        assertThat(why).hasSameSizeAs(alone.why()).isNotEmpty();
        assertThat(why.get(0).get("item").asText()).isEqualTo(alone.why().get(0).itemId());
        assertThat(why.get(0).get("weight").asDouble())
                .isCloseTo(alone.why().get(0).weight(), within(1e-6));
    }

    @Test
    void spaces_around_ids_do_not_count_as_in_the_ratings() throws IOException {
        write(2, ListFormat.CSV);
        String expected = Files.readString(out);
        Files.writeString(users, USERS.replace(",", " ,\t").replace("user ,\titem", "user,item"));
        write(2, ListFormat.CSV);
        assertThat(out).hasContent(expected);
    }

    @Test
    void an_item_in_many_rows_counts_once_where_reasons_have_a_limit() throws IOException {
        Files.writeString(users, "user,item\n" + "7,10\n".repeat(1001) + "7,99\n".repeat(1001));
        UserLists.write(recommender, users, Query.of(List.of(), 2).explained(), ListFormat.JSONL, out);
        assertThat(new ObjectMapper().readTree(Files.readString(out)).at("/items/0/why"))
                .isNotEmpty();
    }

    @Test
    void empty_lines_of_the_users_file_do_not_count() throws IOException {
        write(2, ListFormat.CSV);
        String expected = Files.readString(out);
        Files.writeString(users, USERS.replace("\n3,", "\n\n3,").replace("\n7,", "\r\n\n\n7,") + "\n\n");
        assertThat(write(2, ListFormat.CSV).users()).isEqualTo(3);
        assertThat(out).hasContent(expected);
    }

    @Test
    void a_file_of_no_users_gives_a_file_of_no_lists() throws IOException {
        Files.writeString(users, "user,item\n");
        assertThat(write(2, ListFormat.CSV).users()).isZero();
        assertThat(out).hasContent("user,rank,item,score,source");
    }

    @Test
    void a_part_is_gone_on_with_only_if_it_is_of_the_same_input_read_in_the_same_way_model_and_query()
            throws IOException {
        write(2, ListFormat.CSV);
        String expected = Files.readString(out);
        String identity = identityOf(2);
        // the first user's list, then what had not been taken down when the process was killed
        String part = "user,rank,item,score,source\nkept, as it is\n";
        String readOtherwise = identity.replace(hash("user,item"), hash("user;item"));
        for (String of : List.of(identity, "another", readOtherwise)) {
            Files.writeString(part(""), part + "7,1,30,2.");
            Files.writeString(
                    part(".json"), "{\"identity\":\"" + of + "\",\"users\":1,\"bytes\":" + part.length() + "}");
            long before = of.equals(identity) ? 1 : 0;
            assertThat(write(2, ListFormat.CSV).usersBefore()).isEqualTo(before);
            assertThat(Files.readString(out))
                    .isEqualTo(before == 0 ? expected : expected.replaceAll("7,1,.*\n7,2,.*\n", "kept, as it is\n"));
        }
    }

    /** As a run that stops at a mistake leaves it. */
    private String identityOf(int top) throws IOException {
        try (PartFile part = PartFile.open(out, "")) {
            assertThat(part.usersBefore()).isZero();
        }
        String like = Query.of(List.of(), top).toString();
        return String.join(
                " ", recommender.modelVersion(), FileHash.of(users).sha256(), hash("user,item"), "CSV", hash(like));
    }

    private static String hash(String text) {
        return FileHash.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path part(String suffix) {
        return out.resolveSibling("out.part" + suffix);
    }

    @Test
    void progress_beyond_the_part_begins_anew() throws IOException {
        String identity = identityOf(2);
        for (int bytes : new int[] {99, -1}) {
            Files.writeString(part(""), "x");
            Files.writeString(part(".json"), "{\"identity\":\"" + identity + "\",\"users\":1,\"bytes\":" + bytes + "}");
            assertThat(write(2, ListFormat.CSV).usersBefore()).isZero();
            assertThat(Files.readString(out)).startsWith("user,rank").hasLineCount(7);
        }
    }

    @Test
    void what_a_kill_leaves_at_once_is_no_strangers_file() throws IOException {
        Files.createDirectories(out.getParent());
        Files.createFile(part(""));
        write(2, ListFormat.CSV);
        assertThat(out).exists();
        assertThat(part("")).doesNotExist();
        assertThat(part(".json")).doesNotExist();
    }

    @Test
    void a_strangers_part_is_refused_and_kept() throws IOException {
        Files.createDirectories(out.getParent());
        Files.writeString(part(""), "mine");
        assertThatThrownBy(() -> write(2, ListFormat.CSV))
                .isInstanceOf(UserError.class)
                .hasMessage(part("") + ": expected nothing, or what an unfinished list left, "
                        + "found another file, which would be lost; move it away, or name another file");
        assertThat(part("")).hasContent("mine");
        for (String progress : List.of("{", "null", "{\"users\":1}")) {
            Files.writeString(part(".json"), progress);
            assertThatThrownBy(() -> write(2, ListFormat.CSV))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith(part(".json") + ": expected nothing, or what an unfinished list left");
            assertThat(part(".json")).hasContent(progress);
        }
    }

    @Test
    void only_a_regular_file_is_replaced() throws IOException {
        Path target = Files.createDirectories(out.getParent()).resolve("target");
        Files.writeString(target, "mine");
        Files.createSymbolicLink(out, target);
        assertThatThrownBy(() -> write(2, ListFormat.CSV))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        out + ": expected a file to be written, found a directory, a link or a device; name another");
        assertThat(target).hasContent("mine");
    }

    @Test
    void two_at_once_do_not_write_the_same_file() throws IOException {
        Files.createDirectories(out.getParent());
        try (PartFile ours = PartFile.open(out, "ours")) {
            assertThat(ours.usersBefore()).isZero();
            assertThatThrownBy(() -> write(2, ListFormat.CSV))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("out.part: expected a file that no other process writes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".part", ".part.json"})
    void the_input_is_not_written_over(String suffix) throws IOException {
        Path input = users.resolveSibling("lists" + suffix);
        Files.move(users, input);
        Path lists = users.resolveSibling("lists");
        assertThatThrownBy(() -> UserLists.write(recommender, input, Query.of(List.of(), 1), ListFormat.CSV, lists))
                .isInstanceOf(UserError.class)
                .hasMessage(lists + ": expected a file to be written, found one whose writing overwrites " + input
                        + "; name another");
        assertThat(input).hasContent(USERS.strip());
    }

    @Test
    void what_is_wrong_in_the_users_file_is_told_with_its_line_before_anything_is_written() throws IOException {
        for (List<String> wrong : List.of(
                List.of("user;item\n", ":1: expected the header user,item, found \"user;item\""),
                List.of("", ": expected the header user,item, found an empty file"),
                List.of(
                        "user,item\n1,10\n2,10\n1,20\n",
                        ":4: expected a user's rows one after the other, found user 1 again"),
                List.of("user,item\n1,\n", ":2: expected the id of an item, found an empty column"),
                List.of("user,item\n,10\n", ":2: expected the id of a user, found an empty column"),
                List.of("user,item\n1,10,5\n", ":2: expected 2 columns, found 3"),
                List.of("user,item\n1,10\n\n \n,\n2\n", ":6: expected 2 columns, found 1"))) {
            Files.writeString(users, wrong.get(0));
            assertThatThrownBy(() -> write(1, ListFormat.CSV))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(users + wrong.get(1));
            assertThat(out).doesNotExist();
            assertThat(out.resolveSibling(out.getFileName() + ".part")).doesNotExist();
        }
    }

    /** In UTF-8 both of these users would be U+FFFD, one user. */
    @Test
    void ids_in_another_character_set_are_told_with_their_line() throws IOException {
        Files.write(users, "user,item\n\u00e9,10\n\u00e8,20\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> write(1, ListFormat.CSV))
                .isInstanceOf(UserError.class)
                .hasMessage(users + ":2: expected the id of a user in UTF-8, found \"\uFFFD\"; save the file as UTF-8");
        Files.write(users, "user,item\n1,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> write(1, ListFormat.CSV))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(users + ":2: expected the id of an item in UTF-8");
        assertThat(out).doesNotExist();
    }

    /** As in the ratings: those of ASCII do not count, and an ideographic space is a character of the id. */
    @Test
    void spaces_around_ids_are_those_that_do_not_count_in_ratings_either() throws IOException {
        Files.writeString(users, "user,item\n\u30007, 10\t\n 7,20\n");
        assertThat(write(1, ListFormat.CSV).users()).isEqualTo(2);
        assertThat(Files.readString(out))
                .isEqualTo("user,rank,item,score,source\n\u30007,1,30,2.5,model\n7,1,40,3.0,model\n");
    }
}
