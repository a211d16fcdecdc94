package multvae.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import multvae.config.ModelSettings.ItemLayers;
import multvae.evaluation.TopK;
import multvae.io.FileHash;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.model.HostFloats;
import multvae.model.ModelScorer;
import multvae.model.Network;
import multvae.model.Parameters;
import multvae.model.Randomness;
import multvae.weights.Architecture;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hand-made model's numbers are derived from the formulas at {@link Bundles#byHand}. */
final class RecommenderTest {

    private static final double FLOAT = 1e-5;
    private static final int ITEMS = 700;

    @TempDir
    private Path directory;

    private static List<String> ids(Answer answer) {
        return answer.recommendations().stream().map(Recommendation::itemId).toList();
    }

    @Test
    void the_best_items_that_the_user_does_not_have_come_first_with_their_logits() throws Exception {
        try (Recommender recommender = Recommender.open(Bundles.byHand(directory))) {
            // x = (1, 0, 0, 0), h = (1, 0): logits 0, 0, 2.5, 1
            List<Recommendation> best = recommender.recommend(List.of("10"), 2);
            assertThat(best).extracting(Recommendation::itemId).containsExactly("30", "40");
            assertThat(best).extracting(Recommendation::title).containsExactly("Heat (1986)", "");
            assertThat(best.get(0).score()).isCloseTo(2.5, within(FLOAT));
            assertThat(best.get(1).score()).isCloseTo(1, within(FLOAT));
            // x = (1, 1, 0, 0) / sqrt 2, h = (0.7071, 0.7071): logits 0, 0, 2.6213, 2.8284
            assertThat(recommender.recommend(List.of("20", "10", "20"), 5))
                    .extracting(Recommendation::itemId)
                    .containsExactly("40", "30");
        }
    }

    @Test
    void seen_items_come_back_when_asked_for_and_ties_go_to_the_item_that_comes_first() throws Exception {
        try (Recommender recommender = Recommender.open(Bundles.byHand(directory))) {
            assertThat(ids(recommender.recommend(Query.of(List.of("10"), 4).withSeen())))
                    .containsExactly("30", "40", "10", "20");
        }
    }

    @Test
    void excluded_items_and_those_that_are_not_allowed_are_left_out() throws Exception {
        try (Recommender recommender = Recommender.open(Bundles.byHand(directory))) {
            Query query = Query.of(List.of("10"), 4);
            assertThat(ids(recommender.recommend(query.excluding(List.of("30")))))
                    .containsExactly("40", "20");
            assertThat(ids(recommender.recommend(query.among(List.of("40", "20", "10")))))
                    .containsExactly("40", "20");
            assertThat(ids(recommender.recommend(
                            query.among(List.of("40", "20", "10")).withSeen())))
                    .containsExactly("40", "10", "20");
            assertThat(ids(recommender.recommend(
                            query.among(List.of("40", "30")).excluding(List.of("30")))))
                    .containsExactly("40");
        }
    }

    @Test
    void an_allow_list_of_nothing_but_unknown_items_allows_none() throws Exception {
        try (Recommender recommender = Recommender.open(Bundles.byHand(directory))) {
            Answer answer = recommender.recommend(Query.of(List.of("10"), 4).among(List.of("99")));
            assertThat(answer.recommendations()).isEmpty();
            assertThat(answer.unknownIds()).containsExactly("99");
        }
    }

    @Test
    void an_empty_allow_list_allows_none_by_score_and_by_popularity() throws Exception {
        try (Recommender recommender = Recommender.open(Bundles.byHand(directory))) {
            for (List<String> likes : List.of(List.of("10"), List.<String>of())) {
                Answer answer = recommender.recommend(Query.of(likes, 4).among(List.of()));
                assertThat(answer.recommendations()).isEmpty();
                assertThat(answer.unknownIds()).isEmpty();
            }
        }
    }

    @Test
    void without_a_known_like_the_most_popular_items_come_and_it_says_so() throws Exception {
        try (Recommender recommender = Recommender.open(Bundles.byHand(directory))) {
            Answer answer = recommender.recommend(Query.of(List.of(), 4));
            assertThat(answer.popularity()).isTrue();
            assertThat(ids(answer)).containsExactly("20", "10", "40", "30"); // 9, 5, 5 and 2 users
            assertThat(answer.recommendations())
                    .extracting(Recommendation::score)
                    .containsExactly(9.0, 5.0, 5.0, 2.0);
            Answer unknown =
                    recommender.recommend(Query.of(List.of("7", "8", "7"), 1).explained());
            assertThat(unknown.popularity()).isTrue();
            assertThat(unknown.unknownIds()).containsExactly("7", "8");
            assertThat(unknown.recommendations().get(0).why()).isEmpty();
            assertThat(recommender.recommend(Query.of(List.of("10"), 1)).popularity())
                    .isFalse();
        }
    }

    @Test
    void unknown_ids_of_all_three_lists_are_told() throws Exception {
        try (Recommender recommender = Recommender.open(Bundles.byHand(directory))) {
            Answer answer = recommender.recommend(
                    Query.of(List.of("10", "1"), 4).excluding(List.of("2")).among(List.of("3", "30", "1")));
            assertThat(answer.unknownIds()).containsExactly("1", "2", "3");
            assertThat(ids(answer)).containsExactly("30");
        }
    }

    @Test
    void a_reason_is_an_item_without_which_the_recommendation_is_less_probable() throws Exception {
        try (Recommender recommender = Recommender.open(Bundles.byHand(directory))) {
            Answer answer =
                    recommender.recommend(Query.of(List.of("10", "20"), 2).explained());
            // logits with both: 0, 0, 2.62132, 2.82843, log of the sum of their exponentials 3.48655
            // without 10, h = (0, 1): 0, 0, 1.5, 3 and 3.27968; without 20, h = (1, 0): 0, 0, 2.5, 1 and 2.82736
            // item 40: log p = -0.65812, without 10 -0.27968, without 20 -1.82736
            Recommendation first = answer.recommendations().get(0);
            assertThat(first.itemId()).isEqualTo("40");
            assertThat(first.why()).extracting(Reason::itemId).containsExactly("20");
            assertThat(first.why().get(0).title()).isEqualTo("Casino (1995)");
            assertThat(first.why().get(0).weight()).isCloseTo(1.16924, within(FLOAT));
            // item 30: log p = -0.86523, without 10 -1.77968, without 20 -0.32736
            Recommendation second = answer.recommendations().get(1);
            assertThat(second.why()).extracting(Reason::itemId).containsExactly("10");
            assertThat(second.why().get(0).weight()).isCloseTo(0.91445, within(FLOAT));
        }
    }

    @Test
    void at_most_three_reasons_come_the_weightiest_first() throws Exception {
        try (Recommender recommender = Recommender.open(Bundles.random(directory, ITEMS))) {
            List<String> likes = histories(1).get(0);
            Answer answer = recommender.recommend(Query.of(likes, 20).explained());
            assertThat(answer.recommendations()).hasSize(20).allSatisfy(recommendation -> {
                assertThat(recommendation.why()).hasSizeLessThanOrEqualTo(3);
                assertThat(recommendation.why())
                        .extracting(Reason::weight)
                        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
                assertThat(likes)
                        .containsAll(recommendation.why().stream()
                                .map(Reason::itemId)
                                .toList());
            });
            assertThat(answer.recommendations())
                    .anySatisfy(r -> assertThat(r.why()).hasSize(3));
            assertThat(ids(answer)).isEqualTo(ids(recommender.recommend(Query.of(likes, 20))));
        }
    }

    @Test
    void an_explanation_of_too_many_likes_is_refused() throws Exception {
        try (Recommender recommender = Recommender.open(Bundles.random(directory, 1100))) {
            List<String> likes = LongStream.range(0, 1001)
                    .mapToObj(i -> String.valueOf(3 * i + 1))
                    .toList();
            assertThatThrownBy(() -> recommender.recommend(Query.of(likes, 1).explained()))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("at most 1000 items, found 1001");
            assertThat(recommender
                            .recommend(Query.of(likes.subList(1, 1001), 1).explained())
                            .recommendations())
                    .hasSize(1);
        }
    }

    /** 300 users: more than one pass. */
    private static List<List<String>> histories(int users) {
        Random random = new Random(3);
        return IntStream.range(0, users)
                .mapToObj(u -> random.ints(1 + random.nextInt(60), 0, ITEMS)
                        .mapToObj(i -> String.valueOf(3 * i + 1))
                        .distinct()
                        .toList())
                .toList();
    }

    @Test
    void lists_are_those_of_the_path_that_evaluate_takes() throws Exception {
        Path bundle = Bundles.random(directory, ITEMS);
        List<List<String>> histories = histories(300);
        int[] starts = new int[301];
        IntStream.Builder columns = IntStream.builder();
        for (int u = 0; u < 300; u++) {
            histories.get(u).stream()
                    .mapToInt(id -> Integer.parseInt(id) / 3)
                    .sorted()
                    .forEach(columns::add);
            starts[u + 1] = starts[u] + histories.get(u).size();
        }
        CsrMatrix foldIn = new CsrMatrix(ITEMS, starts, columns.build().toArray());
        float[] scores = new float[300 * ITEMS];
        Architecture architecture = Bundles.randomArchitecture(ITEMS);
        try (Recommender recommender = Recommender.open(bundle);
                Parameters parameters = Parameters.initial(architecture, new Randomness.Seeded(0));
                Network network = Network.of(ItemLayers.SPARSE, architecture, parameters);
                ModelScorer scorer = new ModelScorer(network)) {
            Bundles.randomWeights(ITEMS)
                    .forEach((name, values) -> HostFloats.write(
                            parameters.get(name), parameter -> parameter.put(0, values, 0, values.length)));
            scorer.score(foldIn, 0, 300, scores);
            List<Answer> together = recommender.recommend(
                    histories.stream().map(likes -> Query.of(likes, 50)).toList());
            TopK topK = new TopK(50);
            for (int u = 0; u < 300; u++) {
                int ranked = topK.rank(scores, u * ITEMS, foldIn, u);
                List<Recommendation> list = together.get(u).recommendations();
                assertThat(list).hasSize(ranked);
                for (int position = 0; position < ranked; position++) {
                    Recommendation at = list.get(position);
                    int item = Integer.parseInt(at.itemId()) / 3;
                    assertThat(at.title()).isEqualTo("Film " + item + " (2000)");
                    // Another item only where the two are as good as tied: float32 sums differ in their last digits.
                    assertThat(at.score())
                            .isCloseTo(scores[u * ITEMS + item], Offset.offset(1e-6))
                            .isCloseTo(topK.score(position), Offset.offset(1e-6));
                }
                assertThat(recommender.recommend(histories.get(u), 50)).isEqualTo(list);
            }
        }
    }

    @Test
    void eight_threads_get_what_one_gets() throws Exception {
        List<List<String>> histories = histories(64);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Recommender recommender = Recommender.open(Bundles.random(directory, ITEMS))) {
            List<Answer> alone = histories.stream()
                    .map(likes -> recommender.recommend(Query.of(likes, 20).explained()))
                    .toList();
            List<Future<Answer>> futures = new ArrayList<>();
            for (int round = 0; round < 4; round++) {
                for (List<String> likes : histories) {
                    futures.add(threads.submit(
                            () -> recommender.recommend(Query.of(likes, 20).explained())));
                }
            }
            for (int k = 0; k < futures.size(); k++) {
                assertThat(futures.get(k).get()).isEqualTo(alone.get(k % 64));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_closed_recommender_says_so_and_closing_twice_does_nothing() throws Exception {
        Recommender recommender = Recommender.open(Bundles.byHand(directory));
        recommender.close();
        recommender.close();
        assertThatThrownBy(() -> recommender.recommend(List.of("10"), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void no_items_at_all_is_a_mistake_of_the_caller() {
        assertThatThrownBy(() -> Query.of(List.of("1"), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("top is 0, must be at least 1");
    }

    @Test
    void nobody_changes_the_configuration_that_others_see() throws Exception {
        Path bundle = Bundles.byHand(directory);
        Bundles.describe(bundle, new TreeMap<>(Map.of("model.qDims", List.of(2), "model.type", "mult-dae")));
        try (Recommender recommender = Recommender.open(bundle)) {
            @SuppressWarnings("unchecked")
            List<Object> qDims = (List<Object>) recommender.configuration().get("model.qDims");
            assertThatThrownBy(() -> qDims.add(3)).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> recommender.configuration().remove("model.type"))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThat(recommender.configuration())
                    .isEqualTo(Map.of("model.qDims", List.of(2), "model.type", "mult-dae"));
        }
    }

    @Test
    void a_lack_of_heap_is_thrown_as_it_is_whichever_thread_has_met_it() {
        OutOfMemoryError lack = new OutOfMemoryError("Java heap space");
        assertThatThrownBy(() -> Recommender.join(CompletableFuture.failedFuture(lack)))
                .isSameAs(lack);
    }

    @Test
    void the_models_version_is_the_start_of_the_hash_of_its_file() throws Exception {
        Path bundle = Bundles.byHand(directory);
        try (Recommender recommender = Recommender.open(bundle)) {
            assertThat(FileHash.of(bundle.resolve("weights.safetensors")).sha256())
                    .startsWith(recommender.modelVersion())
                    .hasSizeGreaterThan(12);
            assertThat(recommender.modelVersion()).hasSize(12);
        }
    }
}
