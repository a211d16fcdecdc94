package multvae.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import multvae.io.FruitlessSettings;
import multvae.linear.FixedFactors.Objective;
import multvae.linear.ItemFactors;
import multvae.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;

final class IalsTest {

    private static final int USERS = 90;
    private static final int ITEMS = 50;
    private static final int DIMENSION = 7;
    private static final Objective OBJECTIVE = new Objective(0.2, 0.02, 0.7);
    private static final CsrMatrix TRAIN = random(USERS, ITEMS);

    /** Users of one of three tastes; user 4 has nothing, and nobody has item 9. */
    private static CsrMatrix random(int users, int items) {
        Random random = new Random(8);
        int[] starts = new int[users + 1];
        IntStream.Builder columns = IntStream.builder();
        for (int user = 0; user < users; user++) {
            starts[user + 1] = starts[user];
            for (int item = 0; item < items; item++) {
                if (user != 4 && item != 9 && random.nextDouble() < (item % 3 == user % 3 ? 0.4 : 0.05)) {
                    columns.add(item);
                    starts[user + 1]++;
                }
            }
        }
        return new CsrMatrix(items, starts, columns.build().toArray());
    }

    private static double product(float[] users, int user, float[] items, int item) {
        double product = 0;
        for (int k = 0; k < DIMENSION; k++) {
            product += (double) users[user * DIMENSION + k] * items[item * DIMENSION + k];
        }
        return product;
    }

    private static double strength(int frequency, int others) {
        return OBJECTIVE.regularisation()
                * Math.pow(frequency + OBJECTIVE.unobservedWeight() * others, OBJECTIVE.exponent());
    }

    /** Entry by entry, as the paper has it. */
    private static double objective(float[] users, float[] items) {
        double sum = 0;
        int[] counts = TRAIN.columnCounts();
        for (int user = 0; user < USERS; user++) {
            for (int item = 0; item < ITEMS; item++) {
                double score = product(users, user, items, item);
                sum += OBJECTIVE.unobservedWeight() * score * score;
                sum += TRAIN.contains(user, item) ? (1 - score) * (1 - score) : 0;
            }
            sum += strength(TRAIN.rowLength(user), ITEMS) * product(users, user, users, user);
        }
        for (int item = 0; item < ITEMS; item++) {
            sum += strength(counts[item], USERS) * product(items, item, items, item);
        }
        return sum;
    }

    private static Alternation alternation() {
        return new Alternation(TRAIN, DIMENSION, OBJECTIVE, Ials.initial(ITEMS, DIMENSION, 3));
    }

    /** Central differences of the objective along each element. */
    private static void assertStationary(float[] solved, float[] users, float[] items) {
        double largest = 0;
        float step = 1f / 64;
        for (int k = 0; k < solved.length; k++) {
            float value = solved[k];
            solved[k] = value + step;
            double up = objective(users, items);
            double width = solved[k];
            solved[k] = value - step;
            width -= solved[k];
            double down = objective(users, items);
            solved[k] = value;
            largest = Math.max(largest, Math.abs(up - down) / width);
        }
        assertThat(largest).isLessThan(2e-4);
    }

    @Test
    void the_gradient_is_zero_where_a_side_is_solved() {
        Alternation alternation = alternation();
        alternation.solveUsers(Alternation.Listener.NONE);
        assertStationary(alternation.users(), alternation.users(), alternation.items());
        alternation.solveItems(Alternation.Listener.NONE);
        assertStationary(alternation.items(), alternation.users(), alternation.items());
    }

    @Test
    void the_objective_never_increases() {
        Alternation alternation = alternation();
        List<Double> objectives = new ArrayList<>();
        objectives.add(objective(alternation.users(), alternation.items()));
        for (int epoch = 0; epoch < 12; epoch++) {
            alternation.solveUsers(Alternation.Listener.NONE);
            objectives.add(objective(alternation.users(), alternation.items()));
            alternation.solveItems(Alternation.Listener.NONE);
            objectives.add(objective(alternation.users(), alternation.items()));
        }
        for (int half = 1; half < objectives.size(); half++) {
            assertThat(objectives.get(half)).isLessThanOrEqualTo(objectives.get(half - 1) * (1 + 1e-9));
        }
        assertThat(objectives.get(objectives.size() - 1)).isLessThan(0.8 * objectives.get(0));
    }

    @Test
    void a_user_and_an_item_without_events_have_vectors_of_zeros() {
        Alternation alternation = alternation();
        alternation.solveUsers(Alternation.Listener.NONE);
        alternation.solveItems(Alternation.Listener.NONE);
        for (int k = 0; k < DIMENSION; k++) {
            assertThat(alternation.users()[4 * DIMENSION + k]).isZero();
            assertThat(alternation.items()[9 * DIMENSION + k]).isZero();
        }
    }

    @Test
    void one_item_and_one_dimension_by_hand() {
        // Users {0} and {}. h = 2; a = 0.5, l = 1, n = 1: w (4 + 0.5 * 4 + 1 * (1 + 0.5)) = 2, so w = 2 / 7.5.
        // Then h (w^2 + 0.5 w^2 + 1 * (1 + 0.5 * 2)) = w.
        CsrMatrix train = new CsrMatrix(1, new int[] {0, 1, 1}, new int[] {0});
        Alternation alternation = new Alternation(train, 1, new Objective(0.5, 1, 1), new float[] {2});
        alternation.solveUsers(Alternation.Listener.NONE);
        assertThat(alternation.users()).containsExactly(new float[] {2 / 7.5f, 0}, within(1e-7f));
        alternation.solveItems(Alternation.Listener.NONE);
        float w = 2 / 7.5f;
        assertThat(alternation.items()).containsExactly(new float[] {w / (1.5f * w * w + 2)}, within(1e-7f));
    }

    private static float[] scores(Ials ials) {
        float[] scores = new float[USERS * ITEMS];
        ials.score(TRAIN, 0, USERS, scores);
        return scores;
    }

    @Test
    void the_bits_depend_on_the_seed_and_not_on_the_number_of_threads()
            throws InterruptedException, ExecutionException {
        Ials.Settings settings = new Ials.Settings(DIMENSION, 3, OBJECTIVE, 3);
        float[] expected = scores(new Ials(TRAIN, settings, FitProgress.NONE));
        for (int threads : new int[] {1, 5}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                float[] others = pool.submit(() -> scores(new Ials(TRAIN, settings, FitProgress.NONE)))
                        .get();
                assertThat(others).containsExactly(expected);
            } finally {
                pool.shutdown();
            }
        }
        Ials.Settings other = new Ials.Settings(DIMENSION, 3, OBJECTIVE, 4);
        assertThat(scores(new Ials(TRAIN, other, FitProgress.NONE))).isNotEqualTo(expected);
    }

    @Test
    void the_first_vectors_deviate_by_a_tenth_over_the_root_of_the_dimension() {
        float[] first = Ials.initial(1000, 64, 1);
        double squares = 0;
        double sum = 0;
        for (float value : first) {
            squares += value * value;
            sum += value;
        }
        assertThat(first).hasSize(64_000);
        assertThat(Math.sqrt(squares / first.length)).isCloseTo(0.0125, within(0.0002));
        assertThat(sum / first.length).isCloseTo(0, within(0.0002));
    }

    @Test
    void says_how_far_it_is() {
        HeardProgress heard = new HeardProgress();
        new Ials(TRAIN, new Ials.Settings(DIMENSION, 2, OBJECTIVE, 3), heard);
        assertThat(heard.shares).hasSize(32).isSorted().startsWith(1 / 32.0).endsWith(1.0);
        assertThat(heard.others).containsExactly("ials 50 0 after 1", "ended after 32");
    }

    @Test
    void a_regularisation_that_leaves_a_system_singular_is_refused() {
        // One item, h = (1, 1): the system is all fours, and adding 1e-40 to its diagonal changes nothing.
        CsrMatrix train = new CsrMatrix(1, new int[] {0, 1}, new int[] {0});
        Alternation alternation = new Alternation(train, 2, new Objective(3, 1e-40, 0), new float[] {1, 1});
        assertThatThrownBy(() -> alternation.solveUsers(Alternation.Listener.NONE))
                .isInstanceOf(FruitlessSettings.class)
                .hasMessageContaining("evaluate.ials.regularisation")
                .hasMessageContaining("raise it");
    }

    @Test
    void settings_out_of_range_are_refused() {
        for (int[] wrong : new int[][] {{0, 1}, {ItemFactors.MOST_DIMENSIONS + 1, 1}, {1, 0}}) {
            assertThatThrownBy(() -> new Ials.Settings(wrong[0], wrong[1], OBJECTIVE, 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (double[] wrong : new double[][] {{0, 1, 1}, {1, 0, 1}, {1, 1, -1}, {Double.NaN, 1, 1}}) {
            assertThatThrownBy(() -> new Objective(wrong[0], wrong[1], wrong[2]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void other_items_than_those_of_train_are_refused() {
        Ials ials = new Ials(TRAIN, new Ials.Settings(2, 1, OBJECTIVE, 1), FitProgress.NONE);
        CsrMatrix other = new CsrMatrix(5, new int[] {0, 0}, new int[0]);
        assertThatThrownBy(() -> ials.score(other, 0, 1, new float[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 items");
    }
}
