package multvae.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import multvae.baselines.CoOccurrence;
import multvae.baselines.ItemKnn.Similarity;
import multvae.baselines.ItemPairs;
import multvae.ids.IdList;
import multvae.io.UserError;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.stages.FitEvents;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of pairs on Spark are those that are counted by hand, and to the bit those of one process. */
final class SparkPairsTest {

    private static final int ITEMS = 53;
    private static final int USERS = 300;
    private static final ExecutorHeap ENOUGH = new ExecutorHeap(true, 1L << 31, 2);

    @TempDir
    private static Path directory;

    private static JavaSparkContext spark;
    private static List<Set<Integer>> train;
    private static List<Set<Integer>> all; // with the validation events of users 0 to 9, and of one user more
    private static FitEvents events;
    private static FitEvents everything;

    @BeforeAll
    static void write() {
        Random random = new Random(7);
        train = rows(random, USERS);
        List<Set<Integer>> foldIn = rows(random, 11);
        List<Set<Integer>> heldOut = rows(random, 11);
        all = new ArrayList<>();
        for (int user = 0; user <= USERS; user++) {
            Set<Integer> own = new TreeSet<>(user < USERS ? train.get(user) : Set.of());
            int validation = user < 10 ? user : user == USERS ? 10 : -1;
            if (validation >= 0) {
                own.addAll(foldIn.get(validation));
                own.addAll(heldOut.get(validation));
            }
            all.add(own);
        }
        List<String> users =
                IntStream.rangeClosed(0, USERS).mapToObj(user -> "u" + user).toList();
        List<String> validationUsers = new ArrayList<>(users.subList(0, 10));
        validationUsers.add(users.get(USERS));
        new UserIndex(Map.of(
                        Part.TRAIN, IdList.of(users.subList(0, USERS)),
                        Part.VALIDATION, IdList.of(validationUsers),
                        Part.TEST, IdList.of(List.of())))
                .write(directory.resolve("users.csv"));
        String ofTrain = written("train.npz", train);
        FitEvents.OfTrain trainEvents = new FitEvents.OfTrain(ofTrain, USERS, ITEMS);
        events = trainEvents;
        everything = new FitEvents.OfTrainAndValidation(
                trainEvents,
                written("fold-in.npz", foldIn),
                written("held-out.npz", heldOut),
                directory.resolve("users.csv").toString(),
                11);
        spark = new JavaSparkContext(new SparkConf()
                .setAppName("pairs")
                .setMaster("local[2]")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost")
                .set("spark.driver.bindAddress", "127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    /** Item 0 nobody has, 1 nearly everyone; the last user nothing. */
    private static List<Set<Integer>> rows(Random random, int users) {
        List<Set<Integer>> rows = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            Set<Integer> own = new TreeSet<>();
            for (int item = 1; item < ITEMS && user < users - 1; item++) {
                if (random.nextInt(item) < 2) {
                    own.add(item);
                }
            }
            rows.add(own);
        }
        return rows;
    }

    private static CsrMatrix matrix(List<Set<Integer>> rows) {
        int[] starts = new int[rows.size() + 1];
        for (int row = 0; row < rows.size(); row++) {
            starts[row + 1] = starts[row] + rows.get(row).size();
        }
        return new CsrMatrix(
                ITEMS,
                starts,
                rows.stream().flatMap(Set::stream).mapToInt(Integer::intValue).toArray());
    }

    private static String written(String file, List<Set<Integer>> rows) {
        CsrFile.write(directory.resolve(file), matrix(rows));
        return directory.resolve(file).toString();
    }

    private static void requireCounts(ItemPairs pairs, List<Set<Integer>> rows) {
        Map<Integer, int[]> found = new HashMap<>();
        pairs.counts(() ->
                (item, counts) -> assertThat(found.put(item, counts.clone())).isNull());
        assertThat(found).hasSize(ITEMS);
        for (int a = 0; a < ITEMS; a++) {
            for (int b = a; b < ITEMS; b++) {
                List<Integer> both = List.of(a, b);
                assertThat(found.get(a)[b]).as("%d and %d", a, b).isEqualTo((int)
                        rows.stream().filter(row -> row.containsAll(both)).count());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void pairs_are_counted(int partitions) {
        requireCounts(new SparkPairs(spark, partitions, events, ENOUGH), train);
    }

    @Test
    void validation_events_count_with_those_of_their_users() {
        requireCounts(new SparkPairs(spark, 3, everything, ENOUGH), all);
    }

    private static Map<Integer, String> neighbours(ItemPairs pairs, Similarity similarity) {
        Map<Integer, String> found = new ConcurrentHashMap<>();
        pairs.neighbours(5, similarity, (item, neighbours, similarities) -> assertThat(
                        found.put(item, Arrays.toString(neighbours) + Arrays.toString(similarities)))
                .isNull());
        return found;
    }

    /** Text of floats tells all of them apart. */
    @Test
    void neighbours_are_those_of_one_process_to_the_bit() {
        Map<FitEvents, List<Set<Integer>>> cases = Map.of(events, train, everything, all);
        cases.forEach((of, rows) -> {
            for (Similarity similarity : List.of(new Similarity(10, 0.5, 0), new Similarity(0, 0.3, 0.7))) {
                assertThat(neighbours(new SparkPairs(spark, 4, of, ENOUGH), similarity))
                        .isEqualTo(neighbours(new CoOccurrence(matrix(rows)), similarity))
                        .hasSize(ITEMS);
            }
        });
    }

    @Test
    void a_small_heap_has_more_tasks_and_one_too_small_for_a_row_is_refused() {
        // A row has 8 * 53 bytes, what stands beside it 12 * 53; half of the heap is for two tasks at once.
        long row = 8 * ITEMS;
        long beside = 12 * ITEMS;
        ExecutorHeap five = new ExecutorHeap(false, ExecutorHeap.BESIDE + 4 * (beside + 5 * row), 2);
        assertThat(new SparkPairs(spark, 3, events, five).tasks(Double.BYTES)).isEqualTo(11);
        assertThat(new SparkPairs(spark, 20, events, five).tasks(Double.BYTES)).isEqualTo(20);
        ExecutorHeap none = new ExecutorHeap(false, ExecutorHeap.BESIDE + 4 * (beside + row) - 1, 2);
        assertThatThrownBy(() -> new SparkPairs(spark, 3, events, none).neighbours(5, new Similarity(0, 0.5, 0), null))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "spark.executor.memory: expected 301 MB for a row of the pairs of 53 items in each of 2 tasks,"
                                + " found 301 MB; raise it: spark-submit --executor-memory");
    }

    @Test
    void a_damaged_file_is_one_line() throws IOException {
        Path half = directory.resolve("half.npz");
        byte[] bytes = Files.readAllBytes(events.files().get(0));
        bytes[200] ^= 1;
        Files.write(half, bytes);
        FitEvents damaged = new FitEvents.OfTrain(half.toString(), USERS, ITEMS);
        assertThatThrownBy(() -> new SparkPairs(spark, 3, damaged, ENOUGH).counts(() -> (item, counts) -> {}))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("half.npz: expected a binary CSR matrix");
    }
}
