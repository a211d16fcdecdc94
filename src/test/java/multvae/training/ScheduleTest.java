package multvae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import multvae.config.TrainSettings.Monitor;
import multvae.config.TrainSettings.Stopping;
import multvae.io.UserError;
import multvae.model.LossTerms;
import multvae.training.History.ValidationResult;
import multvae.training.Schedules.EarlyStopping;
import multvae.training.Schedules.LearningRate;
import org.junit.jupiter.api.Test;

/** Learning rate, patience and memory by hand. */
final class ScheduleTest {

    @Test
    void a_step_schedule_multiplies_every_so_many_epochs() throws IOException {
        LearningRate rate = schedule("type = step, factor = 0.5, every = 3, minimum = 0.3");
        assertThat(rates(rate, 8)).containsExactly(1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.3, 0.3); // 0.25 is below the minimum
    }

    @Test
    void an_exponential_schedule_multiplies_every_epoch() throws IOException {
        LearningRate rate = schedule("type = exponential, factor = 0.9");
        assertThat(rate.in(0)).isEqualTo(1);
        assertThat(rate.in(1)).isCloseTo(0.9, within(1e-15));
        assertThat(rate.in(10)).isCloseTo(0.3486784401, within(1e-10)); // 0.9^10
    }

    @Test
    void a_plateau_of_the_metric_maximised_lowers_the_rate_after_its_patience() throws IOException {
        LearningRate rate =
                schedule("type = plateau, factor = 0.4, patience = 2, threshold = 0.01, thresholdMode = relative");
        // better only above 1.01 times the best: 0.3 -> 0.303; two that are not are borne, the third lowers the rate
        double[] ndcg = {0.3, 0.302, 0.303, 0.2, 0.31, 0.31, 0.31, 0.31};
        double[] expected = {1, 1, 1, 0.4, 0.4, 0.4, 0.4, 0.16};
        for (int i = 0; i < ndcg.length; i++) {
            rate.evaluated(validated(ndcg[i], 100));
            assertThat(rate.in(i)).as("after evaluation %d", i).isCloseTo(expected[i], within(1e-15));
        }
    }

    @Test
    void a_plateau_of_the_loss_is_minimised() throws IOException {
        LearningRate rate = schedule(
                "type = plateau, factor = 0.4, patience = 0, monitor = loss, threshold = 1, thresholdMode = absolute");
        rate.evaluated(validated(0.1, 100));
        rate.evaluated(validated(0.1, 98)); // better by 2
        assertThat(rate.in(1)).isEqualTo(1);
        rate.evaluated(validated(0.9, 97)); // better by 1, which is not more than 1
        assertThat(rate.in(2)).isEqualTo(0.4);
    }

    @Test
    void early_stopping_counts_evaluations_in_a_row() {
        EarlyStopping stopping = new EarlyStopping(new Stopping(true, Monitor.METRIC, 2, 0));
        boolean[] due = new boolean[5];
        double[] ndcg = {0.2, 0.2, 0.3, 0.3, 0.1}; // an equal one is not better
        for (int i = 0; i < ndcg.length; i++) {
            stopping.evaluated(validated(ndcg[i], 1));
            due[i] = stopping.isDue();
        }
        assertThat(due).containsExactly(false, false, false, false, true);
    }

    @Test
    void what_does_not_fit_is_refused_with_the_numbers() throws IOException {
        MemoryNeed need = MemoryNeed.of(Example.task());
        // 211 * 24 + 24 + 24 * 16 + 16 + 8 * 24 + 24 + 24 * 211 + 211 = 10,979 parameters
        assertThat(need.parameters()).isEqualTo(10_979);
        assertThat(need.stateBytes()).isEqualTo(4 * 4 * 10_979);
        assertThatCode(() -> need.check(1 << 30, 1L << 32)).doesNotThrowAnyException();
        assertThatCode(() -> need.check(0, 1L << 32)).doesNotThrowAnyException(); // maxbytes=0: no limit
        assertThatThrownBy(() -> need.check(100_000, 1L << 32))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("10,979 parameters")
                .hasMessageContaining(
                        "outside of Java's heap, found 0.00 GB, the limit of org.bytedeco.javacpp.maxbytes");
        assertThatThrownBy(() -> need.check(1 << 30, 100_000)).hasMessageContaining("the machine's memory");
        // what a worker sends is one message; alone there are 20 validation users' scores of 211 items
        assertThat(MemoryNeed.of(Example.task("engine = spark", "train.workers = 2"))
                        .longestArray())
                .isEqualTo(4 * 10_979);
        assertThat(need.longestArray()).isEqualTo(20 * 211);
        MemoryNeed wide = new MemoryNeed(1000, 1L << 31, 0, 0, 0);
        assertThatThrownBy(() -> wide.check(1L << 40, 1L << 40))
                .isInstanceOf(UserError.class)
                .hasMessageEndingWith(
                        "at most 2147483639 numbers in an array of Java's, and bytes in what a worker sends, found"
                                + " 2147483648; lower model.pDims or train.batchSize, or raise preprocess.minItemEvents");
    }

    @Test
    void steps_alone_need_no_best_epoch_and_nothing_to_validate_or_save() throws IOException {
        TrainingTask task = Example.task();
        MemoryNeed need = MemoryNeed.ofSteps(task);
        assertThat(need.stateBytes()).isEqualTo(3 * 4 * 10_979);
        assertThat(need.batchBytes()).isEqualTo(MemoryNeed.of(task).batchBytes());
        assertThat(need.heapBytes())
                .isEqualTo(
                        4 * (103L + task.data().train().nonZeros() + 2 * 32 * 211)); // 32 parts, a row and sums in each
    }

    @Test
    void a_sampled_softmax_needs_the_samples_rows_their_gradients_and_its_logits_beside_those_of_all_items()
            throws IOException {
        MemoryNeed need = MemoryNeed.of(Example.task("train { softmax = sampled, sampledItems = 300 }"));
        assertThat(need.batchBytes()).isEqualTo(4 * (211 * (2 * 24 + 20) + 20 * 211)); // no more items than there are
        assertThat(MemoryNeed.of(Example.task("train { softmax = sampled, sampledItems = 10 }"))
                        .batchBytes())
                .isBetween(4L * (10 * (2 * 24 + 20) + 20 * 211), need.batchBytes() - 1);
    }

    private static LearningRate schedule(String settings) throws IOException {
        return new LearningRate(
                1,
                Configured.with("train.schedule { " + settings + " }").train().schedule());
    }

    private static List<Double> rates(LearningRate rate, int epochs) {
        List<Double> rates = new ArrayList<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            rates.add(rate.in(epoch));
        }
        return rates;
    }

    private static ValidationResult validated(double ndcg, double loss) {
        return new ValidationResult(new LossTerms(loss, loss, 0, 0), ndcg, 0, 0, false);
    }
}
