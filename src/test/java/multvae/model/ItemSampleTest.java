package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import multvae.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ItemSampleTest {

    private final SplittableRandom random = new SplittableRandom(20150726);

    @Test
    void it_has_the_users_items_and_as_many_others_as_wanted_in_ascending_order() {
        BatchRows rows = rows(7, new int[] {1}, new int[] {1, 4}, new int[] {});
        ItemSample sample = new ItemSample(7, 3);
        for (int draw = 0; draw < 50; draw++) {
            sample.draw(rows, random);
            List<Integer> members = members(sample);
            assertThat(members).hasSize(5).doesNotHaveDuplicates().isSorted().contains(1, 4);
            assertThat(IntStream.range(0, 5).allMatch(k -> sample.place(members.get(k)) == k))
                    .isTrue();
            assertThat(sample.isWhole()).isFalse();
            assertThat(sample.correction()).isCloseTo((float) Math.log(5 / 3.0), within(1e-7f));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, Integer.MAX_VALUE})
    void with_no_fewer_wanted_than_there_are_it_is_the_whole_catalogue(int wanted) {
        ItemSample sample = new ItemSample(7, wanted);
        sample.draw(rows(7, new int[] {1, 4}), random);
        assertThat(members(sample)).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(sample.isWhole()).isTrue();
        assertThat(sample.correction()).isZero();
    }

    @Test
    void users_who_have_all_items_or_none() {
        ItemSample sample = new ItemSample(3, 1);
        sample.draw(rows(3, new int[] {0, 2}, new int[] {1}), random);
        assertThat(sample.isWhole()).isTrue();
        assertThat(sample.correction()).isZero();
        sample.draw(rows(3, new int[] {}), random);
        assertThat(sample.size()).isEqualTo(1);
        assertThat(sample.correction()).isCloseTo((float) Math.log(3), within(1e-7f));
    }

    /** Pearson's chi-square over all 120 subsets: 119 degrees of freedom, so 172 is exceeded by one seed in a thousand. */
    @Test
    void each_subset_of_the_other_items_is_equally_likely() {
        BatchRows rows = rows(12, new int[] {2, 7});
        ItemSample sample = new ItemSample(12, 3);
        Map<List<Integer>, Integer> counts = new HashMap<>();
        int draws = 24_000;
        for (int draw = 0; draw < draws; draw++) {
            sample.draw(rows, random);
            counts.merge(members(sample), 1, Integer::sum);
        }
        double expected = draws / 120.0;
        double chiSquare = counts.values().stream()
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        assertThat(counts).hasSize(120);
        assertThat(chiSquare).isLessThan(172);
    }

    @Test
    void the_corrected_sum_of_exponentials_is_that_of_the_whole_catalogue_on_average() {
        int items = 300;
        double[] exponentials = new double[items];
        double whole = 0;
        for (int item = 0; item < items; item++) {
            exponentials[item] = Math.exp(2 * random.nextGaussian());
            whole += exponentials[item];
        }
        BatchRows rows = rows(items, new int[] {3, 50, 299}, new int[] {50, 51});
        ItemSample sample = new ItemSample(items, 20);
        int draws = 20_000;
        double sum = 0;
        double squares = 0;
        for (int draw = 0; draw < draws; draw++) {
            sample.draw(rows, random);
            double estimate = 0;
            for (int item : members(sample)) {
                boolean own = List.of(3, 50, 51, 299).contains(item);
                estimate += exponentials[item] * (own ? 1 : Math.exp(sample.correction()));
            }
            sum += estimate;
            squares += estimate * estimate;
        }
        double mean = sum / draws;
        double standardError = Math.sqrt((squares / draws - mean * mean) / draws);
        assertThat(standardError).isLessThan(0.01 * whole);
        assertThat(mean).isCloseTo(whole, within(3 * standardError));
    }

    @Test
    void a_batchs_draw_depends_on_seed_epoch_and_batch_alone() {
        BatchRows rows = rows(1000, new int[] {5});
        assertThat(drawn(rows, 7, 3, 2)).isEqualTo(drawn(rows, 7, 3, 2));
        assertThat(List.of(drawn(rows, 8, 3, 2), drawn(rows, 7, 4, 2), drawn(rows, 7, 3, 3)))
                .doesNotContain(drawn(rows, 7, 3, 2))
                .doesNotHaveDuplicates();
    }

    private static List<Integer> drawn(BatchRows rows, long seed, int epoch, int batch) {
        ItemSample sample = new ItemSample(1000, 10);
        sample.draw(rows, new Randomness.Seeded(seed).items(epoch, batch));
        return members(sample);
    }

    private static List<Integer> members(ItemSample sample) {
        return IntStream.range(0, sample.size()).mapToObj(sample::item).toList();
    }

    private static BatchRows rows(int items, int[]... users) {
        int[] starts = new int[users.length + 1];
        IntStream.Builder columns = IntStream.builder();
        for (int u = 0; u < users.length; u++) {
            IntStream.of(users[u]).forEach(columns::add);
            starts[u + 1] = starts[u] + users[u].length;
        }
        BatchRows rows = new BatchRows(users.length, items);
        CsrMatrix matrix = new CsrMatrix(items, starts, columns.build().toArray());
        rows.fill(matrix, IntStream.range(0, users.length).toArray(), 0, element -> element % 2 == 0, 2);
        return rows;
    }
}
