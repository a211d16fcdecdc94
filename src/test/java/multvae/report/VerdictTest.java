package multvae.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import multvae.evaluation.Bootstrap.Interval;
import multvae.evaluation.ItemPopularity.Bucket;
import multvae.evaluation.Metrics;
import multvae.evaluation.Metrics.Figure;
import multvae.evaluation.Metrics.ItemSlice;
import multvae.evaluation.Metrics.UserSlice;
import multvae.evaluation.UserActivity.Span;
import multvae.evaluation.UserActivity.Third;
import org.junit.jupiter.api.Test;

/** Results made by hand, one for each thing that a result can mean. */
final class VerdictTest {

    private static final String UNDERTRAINED =
            "The last epoch is the best one: a higher train.epochs may give a better model.";

    private final Map<String, Map<String, Figure>> models = new LinkedHashMap<>();
    private final Map<String, Map<String, Figure>> differences = new LinkedHashMap<>();
    private Optional<FinishedTraining> training = Optional.empty();

    /** A baseline, and the interval of ours, 0.4, minus it. */
    private VerdictTest baseline(String name, double mean, double low, double high) {
        models.put(name, figures(mean, mean, mean));
        differences.put(name, figures(0.4 - mean, low, high));
        return this;
    }

    /** The second metric says the opposite: it must not matter. */
    private static Map<String, Figure> figures(double mean, double low, double high) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put("NDCG@100", new Figure(mean, 0.01, new Interval(low, high)));
        figures.put("Recall@20", new Figure(-mean, 0.01, new Interval(-high, -low)));
        return figures;
    }

    /** The validation NDCG@100 of its epochs, which are all that were asked for. */
    private void training(double... ndcg100) {
        training = Optional.of(new FinishedTraining(ValidatedHistory.of(ndcg100), ndcg100.length));
    }

    private Verdict verdict() {
        return verdict(600);
    }

    private Verdict verdict(int tested) {
        Map<String, Map<String, Figure>> all = new LinkedHashMap<>();
        all.put("mult-vae", figures(0.4, 0.39, 0.41));
        all.putAll(models);
        return Verdict.of(
                new Metrics(
                        "mult-vae",
                        Map.of(),
                        tested,
                        0,
                        all,
                        differences,
                        new Metrics.Recommendations(1, 1, Map.of()),
                        Map.of(Bucket.HEAD, new ItemSlice(1, 600, all)),
                        Map.of(Third.LOW, new UserSlice(new Span(1, 1), 600, all))),
                training);
    }

    @Test
    void the_model_is_to_be_used_if_it_beats_all_and_the_closest_is_named() {
        baseline("popularity", 0.2, 0.19, 0.21).baseline("ease", 0.39, 0.002, 0.018);
        assertThat(verdict())
                .isEqualTo(new Verdict(
                        "Use Mult-VAE on this data.",
                        "It beats all 2 baselines, the closest of them, EASE, by 0.0100 NDCG@100 (95 % interval: 0.0020 to"
                                + " 0.0180)."));
    }

    @Test
    void few_test_users_decide_nothing() {
        baseline("popularity", 0.2, 0.19, 0.21);
        assertThat(verdict(9))
                .isEqualTo(new Verdict(
                        "No verdict: 9 test users say nothing about others.",
                        "The intervals above need 10 or more: bring more data, or hold out more users."));
        assertThat(verdict(1).advice()).isEqualTo("No verdict: one test user says nothing about others.");
        assertThat(verdict(10).advice()).isEqualTo("Use Mult-VAE on this data.");
    }

    @Test
    void one_baseline_is_not_called_all() {
        baseline("popularity", 0.2, 0.19, 0.21);
        assertThat(verdict().reason())
                .isEqualTo(
                        "It beats popularity, the only baseline, by 0.2000 NDCG@100 (95 % interval: 0.1900 to 0.2100).");
    }

    @Test
    void a_baseline_that_beats_it_is_to_be_used_and_others_that_do_are_named() {
        baseline("popularity", 0.2, 0.19, 0.21)
                .baseline("item-knn", 0.45, -0.07, -0.03)
                .baseline("ease", 0.48, -0.1, -0.06);
        assertThat(verdict())
                .isEqualTo(new Verdict(
                        "Use EASE on this data.",
                        "It beats Mult-VAE by 0.0800 NDCG@100 (95 % interval: 0.0600 to 0.1000). So does item-kNN."));
    }

    @Test
    void if_popularity_beats_it_something_is_wrong_and_that_is_said() {
        baseline("popularity", 0.45, -0.07, -0.03);
        Verdict verdict = verdict();
        assertThat(verdict.advice()).isEqualTo("Use popularity on this data.");
        assertThat(verdict.reason()).contains("check the data and the settings");
    }

    @Test
    void an_interval_that_includes_zero_decides_nothing_even_if_the_mean_is_ahead() {
        baseline("popularity", 0.2, 0.19, 0.21).baseline("ease", 0.395, -0.003, 0.013);
        assertThat(verdict())
                .isEqualTo(new Verdict(
                        "No clear winner: Mult-VAE and EASE cannot be told apart on this data, so prefer EASE, the simpler"
                                + " one.",
                        "The 95 % interval of their difference in NDCG@100, \u22120.0030 to +0.0130, includes zero. With 600"
                                + " test users, differences below about 0.0080 do not show."));
    }

    @Test
    void an_end_at_zero_includes_zero_on_either_side() {
        baseline("ease", 0.39, 0, 0.02);
        assertThat(verdict().advice()).startsWith("No clear winner");
        differences.put("ease", figures(-0.01, -0.02, 0));
        assertThat(verdict().advice()).startsWith("No clear winner");
    }

    @Test
    void several_that_cannot_be_told_apart_are_all_named_the_best_mean_first() {
        baseline("item-knn", 0.399, -0.005, 0.007)
                .baseline("ease", 0.401, -0.006, 0.004)
                .baseline("popularity", 0.398, -0.005, 0.009);
        Verdict verdict = verdict();
        assertThat(verdict.advice()).contains("Mult-VAE and EASE cannot");
        assertThat(verdict.reason()).contains("The same holds for item-kNN and popularity.");
        baseline("edlae", 0.4005, -0.005, 0.005);
        assertThat(verdict().reason()).contains("The same holds for EDLAE, item-kNN and popularity.");
    }

    @Test
    void a_model_whose_last_epoch_is_its_best_is_said_to_be_undertrained() {
        training(0.1, 0.2, 0.3);
        assertThat(verdict().reason()).endsWith("set evaluate.baselines. " + UNDERTRAINED);
        baseline("item-knn", 0.2, 0.19, 0.21);
        assertThat(verdict().reason()).endsWith(" to 0.2100). " + UNDERTRAINED);
        assertThat(verdict(9).reason()).endsWith("hold out more users. " + UNDERTRAINED);
        baseline("popularity", 0.399, -0.005, 0.007);
        assertThat(verdict().reason()).endsWith(" do not show. " + UNDERTRAINED);
        baseline("ease", 0.48, -0.1, -0.06);
        assertThat(verdict().reason())
                .isEqualTo("It beats Mult-VAE by 0.0800 NDCG@100 (95 % interval: 0.0600 to 0.1000). " + UNDERTRAINED);
    }

    @Test
    void a_training_that_went_on_after_its_best_epoch_or_has_only_one_says_nothing_of_more() {
        baseline("ease", 0.2, 0.19, 0.21);
        training(0.1, 0.3, 0.2);
        assertThat(verdict().reason()).doesNotContain("train.epochs");
        training(0.1, 0.3, 0.3); // of two that are the same the first is the best
        assertThat(verdict().reason()).doesNotContain("train.epochs");
        training(0.1);
        assertThat(verdict().reason()).doesNotContain("train.epochs");
    }

    /** As with train.stopping.monitor = loss: a higher train.epochs would stop at the same epoch. */
    @Test
    void a_training_that_stopped_early_says_nothing_of_more_epochs_even_if_the_last_is_the_best() {
        baseline("ease", 0.2, 0.19, 0.21);
        training(0.1, 0.2, 0.3);
        training = training.map(whole -> new FinishedTraining(whole.history(), 4));
        assertThat(verdict().reason()).doesNotContain("train.epochs");
    }

    @Test
    void a_baseline_that_is_ahead_counts_more_than_one_that_is_tied() {
        baseline("item-knn", 0.41, -0.03, 0.01).baseline("ease", 0.405, -0.008, -0.002);
        assertThat(verdict().advice()).isEqualTo("Use EASE on this data.");
    }

    @Test
    void without_baselines_nothing_is_advised() {
        assertThat(verdict())
                .isEqualTo(new Verdict(
                        "No baseline was evaluated.",
                        "So nothing says whether Mult-VAE is worth its training: set evaluate.baselines."));
    }
}
