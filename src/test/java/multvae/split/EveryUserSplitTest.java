package multvae.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import multvae.config.PreprocessSettings;
import multvae.config.SplitSettings;
import multvae.config.SplitSettings.Unknown;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.matrix.Part;
import multvae.ratings.Ratings;
import multvae.ratings.RatingsReader;
import multvae.ratings.TableFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Splits in files and by time: every user is trained on. */
final class EveryUserSplitTest {

    @TempDir
    private Path directory;

    private static PreprocessSettings settings(
            SplitSettings.Type type, Optional<Double> last, Optional<String> after, Unknown unknown) {
        SplitSettings split =
                new SplitSettings(type, Optional.empty(), Optional.empty(), Optional.empty(), last, after, unknown);
        return new PreprocessSettings(3.5, 0, 0, OptionalInt.empty(), 0.2, 98_765, 1, split);
    }

    private static RatingsReader reader(boolean lists, boolean timestamps) {
        return new RatingsReader(
                new RatingsReader.Options(lists, TableFormat.UNKNOWN, 3.5, Optional.empty(), timestamps));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private Split given(Unknown unknown, String train, String validation, String test) throws IOException {
        RatingsReader reader = reader(true, false);
        Map<Part, Path> files = new EnumMap<>(Part.class);
        files.put(Part.TRAIN, write("train.txt", train));
        if (validation != null) {
            files.put(Part.VALIDATION, write("validation.txt", validation));
        }
        files.put(Part.TEST, write("test.txt", test));
        Map<Part, Ratings> ratings = new EnumMap<>(Part.class);
        files.forEach((part, file) -> ratings.put(part, reader.read(List.of(file))));
        return GivenSplit.of(
                ratings,
                settings(SplitSettings.Type.GIVEN, Optional.empty(), Optional.empty(), unknown),
                (part, user, item) -> reader.place(List.of(files.get(part)), user, item));
    }

    private Split byTime(String rows, Optional<Double> last, Optional<String> after) throws IOException {
        Ratings ratings = reader(false, true).read(List.of(write("rows.csv", "user,item,ts\n" + rows)));
        return Split.of(ratings, settings(SplitSettings.Type.TIME, last, after, Unknown.DROP));
    }

    /** The pairs of a matrix in raw ids, by row and column. */
    private static List<String> pairs(Split split, Part part, CsrMatrix matrix) {
        List<String> pairs = new ArrayList<>();
        assertThat(matrix.rows()).isEqualTo(split.userIds(part).size());
        assertThat(matrix.columns()).isEqualTo(split.itemIds().size());
        for (int row = 0; row < matrix.rows(); row++) {
            for (int k = matrix.rowStart(row); k < matrix.rowStart(row + 1); k++) {
                pairs.add(split.userIds(part).get(row) + "-" + split.itemIds().get(matrix.column(k)));
            }
        }
        return pairs;
    }

    @Test
    void given_files_are_the_parts_and_what_is_known_is_folded_in() throws IOException {
        Split split = given(Unknown.DROP, "u2 a b c\nu1 b d\n", "u2 e\n", "u1 a\nu2 d f\nu3 a\n");
        assertThat(pairs(split, Part.TRAIN, split.train())).containsExactly("u1-b", "u1-d", "u2-a", "u2-b", "u2-c");
        assertThat(pairs(split, Part.VALIDATION, split.foldIn(Part.VALIDATION)))
                .containsExactly("u2-a", "u2-b", "u2-c");
        assertThat(pairs(split, Part.VALIDATION, split.heldOut(Part.VALIDATION)))
                .containsExactly("u2-e");
        assertThat(pairs(split, Part.TEST, split.foldIn(Part.TEST)))
                .containsExactly("u1-b", "u1-d", "u2-a", "u2-b", "u2-c", "u2-e");
        assertThat(pairs(split, Part.TEST, split.heldOut(Part.TEST))).containsExactly("u1-a", "u2-d");
        SplitStatistics statistics = split.statistics();
        assertThat(statistics.split()).isEqualTo("given");
        assertThat(statistics.droppedEvents()).isEqualTo(2); // u2-f, an item, and u3-a, a user
        assertThat(statistics.items()).isEqualTo(5);
        assertThat(statistics.ratings()).isEqualTo(10);
    }

    @Test
    void an_unknown_test_item_is_an_error_if_asked_for() throws IOException {
        assertThatThrownBy(() -> given(Unknown.ERROR, "u a b\n", "u c\n", "u d\n"))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        directory.resolve("test.txt") + ":1: expected test events of users and on items that training"
                                + " has, found item d; set preprocess.split.unknown = drop to leave such events out");
        assertThatThrownBy(() -> given(Unknown.ERROR, "u a b\nw b\n", "u c\n", "w a\nv a\n"))
                .hasMessageStartingWith(directory.resolve("test.txt") + ":2: ")
                .hasMessageContaining("found user v;");
        Path rows = write("rows.csv", "user,item,ts\nu,a,1\nu,b,2\nu,c,3\nu,d,4\nu,e,5\nw,a,1600000000\n");
        Ratings ratings = reader(false, true).read(List.of(rows));
        PreprocessSettings byDate =
                settings(SplitSettings.Type.TIME, Optional.empty(), Optional.of("2020-01-01"), Unknown.ERROR);
        assertThatThrownBy(() -> Split.of(ratings, byDate))
                .hasMessageStartingWith("preprocess.split: expected test events")
                .hasMessageContaining("found user w;");
    }

    /** 20201023 as a number is a second of 1970. */
    @ParameterizedTest
    @ValueSource(strings = {"2020-12-01", "1970-08-22"})
    void a_date_before_or_after_all_events_is_an_error_with_their_times(String after) throws IOException {
        Path rows = write("rows.csv", "user,item,ts\nu,a,20201023\nu,b,20201024\nw,a,20201103\n");
        Ratings ratings = reader(false, true).read(List.of(rows));
        PreprocessSettings byDate =
                settings(SplitSettings.Type.TIME, Optional.empty(), Optional.of(after), Unknown.DROP);
        assertThatThrownBy(() -> Split.of(ratings, byDate))
                .isInstanceOf(UserError.class)
                .hasMessage("preprocess.split.after: expected a date within the events' times, which are from"
                        + " 1970-08-22T19:23:43Z to 1970-08-22T19:25:03Z, found " + after
                        + "; correct it, or the times if they are others");
    }

    @Test
    void a_pair_in_two_parts_is_an_error_with_both_places() {
        assertThatThrownBy(() -> given(Unknown.DROP, "u a b\nv c\n", "u d\n", "v a\nu d b\n"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("test.txt:2: expected a pair of user and item in one part only")
                .hasMessageContaining("user u and item d, which " + directory.resolve("validation.txt") + ":1 has");
    }

    @Test
    void a_part_without_events_is_an_error() {
        assertThatThrownBy(() -> given(Unknown.DROP, "u a b\n", "u c\n", "u d\n"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected test events of users and on items that training has, found none");
    }

    /** numpy: RandomState(98765).choice(n, size, replace=False) for users a (n = 20, size 2) and then b (n = 4, none). */
    @Test
    void without_validation_events_a_seeded_tenth_of_each_users_validates() throws IOException {
        StringBuilder train = new StringBuilder("b x1 x2 x3 x4\na");
        for (int item = 0; item < 20; item++) {
            train.append(" i").append(item);
        }
        Split split = given(Unknown.DROP, train + "\n", null, "b i3\n");
        NumpyRandom numpy = new NumpyRandom(98_765);
        Set<String> expected = new HashSet<>();
        for (int k : numpy.choiceWithoutReplacement(20, 2)) {
            expected.add("a-i" + k);
        }
        assertThat(pairs(split, Part.VALIDATION, split.heldOut(Part.VALIDATION)))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(split.train().nonZeros()).isEqualTo(22);
        assertThat(pairs(split, Part.TEST, split.foldIn(Part.TEST)))
                .contains("b-x1")
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 14, 15, 24, 25})
    void a_tenth_is_rounded_and_at_least_one_of_five(int events) {
        assertThat(ValidationDraw.validated(events)).isEqualTo(events < 5 ? 0 : Math.max(1, Math.round(events / 10f)));
    }

    @Test
    void the_last_events_are_tested_and_those_before_validated() throws IOException {
        // u: by time e b a d c; of the equal times 5 the later in the file is later
        Split split = byTime("u,a,5\nu,b,4\nu,c,9\nu,d,5\nu,e,1\nv,a,1\nv,c,2\n", Optional.of(1.0), Optional.empty());
        assertThat(pairs(split, Part.TEST, split.heldOut(Part.TEST))).containsExactly("u-c");
        assertThat(pairs(split, Part.VALIDATION, split.heldOut(Part.VALIDATION)))
                .containsExactly("u-d");
        assertThat(pairs(split, Part.TRAIN, split.train()))
                .containsExactlyInAnyOrder("u-a", "u-b", "u-e", "v-a", "v-c"); // v has too few
        assertThat(pairs(split, Part.TEST, split.foldIn(Part.TEST)))
                .containsExactlyInAnyOrder("u-a", "u-b", "u-e", "u-d");
    }

    @Test
    void a_share_is_rounded_down() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int k = 0; k < 9; k++) {
            rows.append("u,i").append(k).append(',').append(k).append('\n');
            rows.append("v,i").append(k).append(',').append(k).append('\n');
            rows.append("w,i").append(k).append(',').append(9 - k).append('\n'); // so that training knows all items
        }
        Split split = byTime(rows.toString(), Optional.of(0.25), Optional.empty());
        assertThat(pairs(split, Part.TEST, split.heldOut(Part.TEST)))
                .containsExactlyInAnyOrder("u-i7", "u-i8", "v-i7", "v-i8", "w-i0", "w-i1");
        assertThat(pairs(split, Part.VALIDATION, split.heldOut(Part.VALIDATION)))
                .containsExactlyInAnyOrder("u-i5", "u-i6", "v-i5", "v-i6", "w-i2", "w-i3");
    }

    @Test
    void events_from_a_date_on_are_tested() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int k = 0; k < 6; k++) {
            rows.append("u,i").append(k).append(",2019-12-0").append(k + 1).append('\n');
        }
        rows.append("u,i6,2020-01-01\nu,i7,2019-12-31T23:59:59Z\nw,i0,2020-05-05\nv,i6,2019-01-01\nv,i1,1577836800\n");
        Split split = byTime(rows.toString(), Optional.empty(), Optional.of("2020-01-01"));
        assertThat(pairs(split, Part.TEST, split.heldOut(Part.TEST))).containsExactly("u-i6", "v-i1");
        assertThat(pairs(split, Part.VALIDATION, split.heldOut(Part.VALIDATION)))
                .containsExactly("u-i7");
        assertThat(split.statistics().droppedEvents()).isEqualTo(1); // w is new
    }

    @Test
    void a_missing_time_is_an_error_of_its_line() {
        assertThatThrownBy(() -> byTime("u,a,5\nu,b,\n", Optional.of(1.0), Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("rows.csv:3: expected a number or an ISO 8601 date")
                .hasMessageContaining("found none");
        assertThatThrownBy(() -> reader(false, true).read(List.of(write("x.csv", "user,item\n1,2\n"))))
                .hasMessageContaining("x.csv:1: expected a column of the timestamps");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void every_event_is_in_exactly_one_part_and_no_test_event_is_older_than_a_known_one(int seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder rows = new StringBuilder();
        int events = 0;
        int[][] time = new int[30][40];
        for (int user = 0; user < 30; user++) {
            for (int item = 0; item < 40; item++) {
                if (random.nextInt(4) == 0) {
                    time[user][item] = 1 + random.nextInt(50);
                    rows.append(user)
                            .append(',')
                            .append(item)
                            .append(',')
                            .append(time[user][item])
                            .append('\n');
                    events++;
                }
            }
        }
        Split split = byTime(rows.toString(), Optional.of(0.2), Optional.empty());
        List<String> all = new ArrayList<>(pairs(split, Part.TRAIN, split.train()));
        all.addAll(pairs(split, Part.VALIDATION, split.heldOut(Part.VALIDATION)));
        List<String> tested = pairs(split, Part.TEST, split.heldOut(Part.TEST));
        all.addAll(tested);
        assertThat(all)
                .doesNotHaveDuplicates()
                .hasSize(events - split.statistics().droppedEvents());
        List<String> known = pairs(split, Part.TEST, split.foldIn(Part.TEST));
        for (String test : tested) {
            for (String seen : known) {
                String[] a = test.split("-");
                String[] b = seen.split("-");
                if (a[0].equals(b[0])) {
                    assertThat(time(time, a)).isGreaterThanOrEqualTo(time(time, b));
                }
            }
        }
    }

    private static int time(int[][] times, String[] pair) {
        return times[Integer.parseInt(pair[0])][Integer.parseInt(pair[1])];
    }
}
