package multvae.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import multvae.config.PreprocessSettings;
import multvae.ids.IdList;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.matrix.Part;
import multvae.ratings.EventList;
import multvae.ratings.Ratings;
import multvae.split.SplitStatistics.Quantiles;
import multvae.testing.Ids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SplitTest {

    /** Ratings of which all are events, from (user, item) pairs of raw ids. */
    private static Ratings ratings(long[][] pairs) {
        Map<Long, Integer> users = new LinkedHashMap<>();
        Map<Long, Integer> items = new LinkedHashMap<>();
        int[] eventUsers = new int[pairs.length];
        int[] eventItems = new int[pairs.length];
        for (int k = 0; k < pairs.length; k++) {
            users.putIfAbsent(pairs[k][0], users.size());
            items.putIfAbsent(pairs[k][1], items.size());
            eventUsers[k] = users.get(pairs[k][0]);
            eventItems[k] = items.get(pairs[k][1]);
        }
        return new Ratings(3.5, true, pairs.length, 0, new EventList(eventUsers, eventItems), raw(users), raw(items));
    }

    private static IdList raw(Map<Long, Integer> index) {
        return Ids.of(index.keySet().stream().mapToLong(id -> id).toArray());
    }

    private static long[][] random(int seed, int users, int items, double density) {
        Random random = new Random(seed);
        Set<Long> pairs = new HashSet<>();
        for (int user = 0; user < users; user++) {
            for (int item = 0; item < items; item++) {
                if (random.nextDouble() < density) {
                    pairs.add(1000L * (user * 7919L % 1009) + item);
                }
            }
        }
        return pairs.stream().map(p -> new long[] {p / 1000, p % 1000}).toArray(long[][]::new);
    }

    private static PreprocessSettings settings(int minUser, int minItem, int heldOutUsers, double proportion) {
        return new PreprocessSettings(3.5, minUser, minItem, heldOutUsers, proportion, 98765);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void every_event_of_a_kept_user_is_in_exactly_one_matrix_or_dropped(int seed) {
        long[][] pairs = random(seed, 60, 40, 0.15);
        Split split = Split.of(ratings(pairs), settings(0, 0, 12, 0.3));

        Set<Long> found = new HashSet<>();
        int stored = 0;
        for (Part part : Part.values()) {
            CsrMatrix[] matrices = part == Part.TRAIN
                    ? new CsrMatrix[] {split.train()}
                    : new CsrMatrix[] {split.foldIn(part), split.heldOut(part)};
            for (CsrMatrix matrix : matrices) {
                assertThat(matrix.rows()).isEqualTo(split.userIds(part).size());
                assertThat(matrix.columns()).isEqualTo(split.itemIds().size());
                stored += matrix.nonZeros();
                for (int row = 0; row < matrix.rows(); row++) {
                    for (int k = matrix.rowStart(row); k < matrix.rowStart(row + 1); k++) {
                        found.add(1000 * Ids.numbers(split.userIds(part))[row]
                                + Ids.numbers(split.itemIds())[matrix.column(k)]);
                    }
                }
            }
        }
        Set<Long> trainUsers = set(Ids.numbers(split.userIds(Part.TRAIN)));
        Set<Long> trainItems = new HashSet<>();
        Arrays.stream(pairs).filter(p -> trainUsers.contains(p[0])).forEach(p -> trainItems.add(p[1]));
        Set<Long> expected = new HashSet<>();
        Arrays.stream(pairs).filter(p -> trainItems.contains(p[1])).forEach(p -> expected.add(1000 * p[0] + p[1]));

        assertThat(found).isEqualTo(expected);
        assertThat(stored).isEqualTo(expected.size()); // no event twice: fold-in and held-out are disjoint
        assertThat(set(Ids.numbers(split.itemIds()))).isEqualTo(trainItems);
        assertThat(split.statistics().droppedEvents()).isEqualTo(pairs.length - expected.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void the_parts_are_disjoint_and_have_all_users(int seed) {
        long[][] pairs = random(seed, 60, 40, 0.15);
        Split split = Split.of(ratings(pairs), settings(0, 0, 12, 0.3));
        long[] all = Arrays.stream(Part.values())
                .flatMapToLong(p -> LongStream.of(Ids.numbers(split.userIds(p))))
                .sorted()
                .toArray();
        assertThat(all)
                .containsExactly(Arrays.stream(pairs)
                        .mapToLong(p -> p[0])
                        .distinct()
                        .sorted()
                        .toArray());
        assertThat(split.userIds(Part.VALIDATION).size()).isEqualTo(12);
        assertThat(split.userIds(Part.TEST).size()).isEqualTo(12);
    }

    @Test
    void a_user_with_five_events_holds_some_out_and_one_with_four_none() {
        // int(0.4 * 5) = 2, int(0.4 * 7) = 2, int(0.4 * 8) = 3
        Split split = Split.of(ratings(random(7, 60, 12, 0.4)), settings(0, 0, 20, 0.4));
        Set<Integer> lengths = new HashSet<>();
        for (Part part : new Part[] {Part.VALIDATION, Part.TEST}) {
            CsrMatrix foldIn = split.foldIn(part);
            CsrMatrix heldOut = split.heldOut(part);
            for (int row = 0; row < foldIn.rows(); row++) {
                int n = foldIn.rowLength(row) + heldOut.rowLength(row);
                lengths.add(n);
                assertThat(heldOut.rowLength(row)).isEqualTo(n < 5 ? 0 : 4 * n / 10);
            }
        }
        assertThat(lengths).contains(4, 5);
    }

    @Test
    void items_are_filtered_before_users_and_neither_again() {
        // Item 9 has one event and goes; user 3 then has one event and goes; item 2 is left with one event, and stays.
        long[][] pairs = {{1, 1}, {1, 3}, {2, 1}, {2, 3}, {3, 2}, {3, 9}, {4, 1}, {4, 2}};
        Split split = Split.of(ratings(pairs), settings(2, 2, 1, 0.2));
        SplitStatistics s = split.statistics();
        assertThat(s.users()).isEqualTo(3); // 1, 2, 4
        assertThat(s.itemsBeforeTrain()).isEqualTo(3); // 1, 2, 3
        assertThat(s.events()).isEqualTo(6);
        assertThat(s.ratings()).isEqualTo(8);
        assertThat(s.density()).isEqualTo(6 / 9.0);
        assertThat(s.eventsPerUser()).isEqualTo(new Quantiles(2, 2, 2, 2, 2));
        assertThat(s.eventsPerItem()).isEqualTo(new Quantiles(1, 1, 2, 3, 3)); // 3, 1, 2 events
    }

    @Test
    void minima_of_zero_keep_every_user_and_item() {
        long[][] pairs = {{1, 1}, {2, 2}, {3, 3}};
        assertThat(Split.of(ratings(pairs), settings(0, 0, 1, 0.2)).statistics().events())
                .isEqualTo(3);
    }

    @Test
    void a_held_out_user_without_an_event_that_counts_keeps_an_empty_row() {
        // Nobody shares an item with anybody: the held-out users' events are all dropped.
        long[][] pairs = {{1, 1}, {2, 2}, {3, 3}};
        Split split = Split.of(ratings(pairs), settings(0, 0, 1, 0.2));
        assertThat(split.foldIn(Part.TEST).rows()).isEqualTo(1);
        assertThat(split.foldIn(Part.TEST).columns()).isEqualTo(1);
        assertThat(split.foldIn(Part.TEST).nonZeros()).isZero();
        assertThat(split.statistics().droppedEvents()).isEqualTo(2);
    }

    @Test
    void the_held_out_users_must_leave_a_train_user() {
        long[][] pairs = {{1, 1}, {2, 2}, {3, 3}, {4, 4}};
        assertThat(Split.of(ratings(pairs), settings(0, 0, 1, 0.2))
                        .userIds(Part.TRAIN)
                        .size())
                .isEqualTo(2);
        assertThatThrownBy(() -> Split.of(ratings(pairs), settings(0, 0, 2, 0.2)))
                .isInstanceOf(UserError.class)
                .hasMessage("preprocess.heldOutUsers: expected less than half of the 4 users, found 2; "
                        + "lower it, or write auto for a tenth of the users, or drop fewer users");
        assertThatThrownBy(() -> Split.of(ratings(pairs), settings(0, 0, Integer.MAX_VALUE, 0.2)))
                .isInstanceOf(UserError.class);
    }

    @Test
    void one_user_or_two_cannot_be_split() {
        for (long[][] pairs : new long[][][] {{{1, 1}, {1, 2}}, {{1, 1}, {2, 2}}}) {
            String found = pairs[1][0] == 1 ? "1 user;" : "2 users;";
            assertThatThrownBy(() -> Split.of(ratings(pairs), settings(0, 0, 1, 0.2)))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith(
                            "preprocess.heldOutUsers: expected at least 3 users, to train, validate and test, found "
                                    + found)
                    .hasMessageContaining("lower preprocess.minUserEvents");
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "19, 1", "20, 2", "610, 61", "99999, 9999", "100000, 10000", "136677, 10000"})
    void auto_holds_out_a_tenth_of_the_users_and_the_published_number_at_most(int users, int expected) {
        PreprocessSettings auto = new PreprocessSettings(
                3.5,
                0,
                0,
                OptionalInt.empty(),
                0.2,
                98765,
                1,
                settings(0, 0, 1, 0.2).split());
        assertThat(auto.heldOutUsers(users)).isEqualTo(expected);
        if (users < 100) {
            long[][] pairs = IntStream.rangeClosed(1, users)
                    .mapToObj(user -> new long[] {user, 1})
                    .toArray(long[][]::new);
            Split split = Split.of(ratings(pairs), auto);
            assertThat(split.userIds(Part.VALIDATION).size()).isEqualTo(expected);
            assertThat(split.userIds(Part.TEST).size()).isEqualTo(expected);
            assertThat(split.userIds(Part.TRAIN).size()).isEqualTo(users - 2 * expected);
        }
    }

    @Test
    void ratings_that_were_read_with_another_threshold_are_refused() {
        Ratings ratings = ratings(new long[][] {{1, 1}, {2, 2}, {3, 3}});
        assertThatThrownBy(() -> Split.of(ratings, new PreprocessSettings(4, 0, 0, 1, 0.2, 98765)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3.5");
    }

    @Test
    void no_event_left_names_the_threshold_and_the_minima() {
        long[][] pairs = {{1, 1}, {2, 2}};
        assertThatThrownBy(() -> Split.of(ratings(pairs), settings(5, 1, 1, 0.2)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("preprocess.ratingThreshold = 3.5")
                .hasMessageContaining("preprocess.minUserEvents = 5")
                .hasMessageContaining("preprocess.minItemEvents = 1")
                .hasMessageContaining("none among 2 ratings");
    }

    private static Set<Long> set(long[] values) {
        Set<Long> set = new HashSet<>();
        for (long value : values) {
            set.add(value);
        }
        return set;
    }
}
