package multvae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import multvae.config.ModelSettings.ItemLayers;
import multvae.evaluation.Evaluator;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.model.ModelScorer;
import multvae.model.TrainedModel;
import multvae.run.RunLayout;
import multvae.testing.TrustTable;
import multvae.training.History.Epoch;
import multvae.training.StopRequest.TrainingStopped;
import multvae.weights.Ranges;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

final class TrainerTest {

    @TempDir
    private Path directory;

    @Test
    void the_same_seed_gives_the_same_bytes_and_another_seed_others() throws IOException {
        Path first = train("first", Example.task());
        Path second = train("second", Example.task());
        Path other = train("other", Example.task("train.seed = 8"));
        assertSameResults(second, first);
        assertThat(Files.readString(other.resolve(RunLayout.HISTORY.file())))
                .isNotEqualTo(Files.readString(first.resolve(RunLayout.HISTORY.file())));
    }

    @Test
    void the_number_of_javas_threads_changes_no_byte() throws Exception {
        Path expected = train("expected", Example.task("train.epochs = 2"));
        for (int threads : new int[] {1, Ranges.PARTS + 8}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                assertSameResults(
                        pool.submit(() -> train(threads + " threads", Example.task("train.epochs = 2")))
                                .get(),
                        expected);
            } finally {
                pool.shutdown();
            }
        }
    }

    @Test
    void history_has_a_row_an_epoch_and_the_model_is_of_its_best() throws IOException {
        TrainingTask task = Example.task();
        Path trained = train("trained", task);
        List<CSVRecord> rows = history(trained);
        assertThat(rows).hasSize(5);
        assertThat(rows.get(4).get("steps")).isEqualTo("30");
        assertThat(number(rows.get(4), "beta")).isEqualTo(29 / 150.0);
        double best = rows.stream()
                .mapToDouble(r -> number(r, "validation_ndcg_100"))
                .max()
                .orElseThrow();

        try (TrainedModel model = TrainedModel.open(trained.resolve(RunLayout.WEIGHTS.file()), task.architecture());
                ModelScorer scorer = model.scorer(task.itemLayers())) {
            Evaluator evaluator = new Evaluator(
                    task.data().validationFoldIn(), task.data().validationHeldOut(), List.of(Validation.NDCG_100), 20);
            assertThat(evaluator.evaluate(scorer).mean(Validation.NDCG_100)).isEqualTo(best);
        }
    }

    /** Everything is the train matrix here: the best epoch's weights come again, if beta goes as it went the first time. */
    @Test
    void a_final_fit_takes_the_steps_of_the_best_epochs_on_all_events() throws IOException {
        TrainingTask task = Example.task();
        TrainingTask twice = withAll(task, task.data().train());
        Path once = train("once", task);
        Path fitted = train("fitted", twice);
        int best = bestEpoch(once);

        assertThat(fitted.resolve(RunLayout.WEIGHTS.file()))
                .hasSameBinaryContentAs(once.resolve(RunLayout.WEIGHTS.file()));
        assertThat(fitted.resolve(RunLayout.HISTORY.file()))
                .hasSameBinaryContentAs(once.resolve(RunLayout.HISTORY.file()));
        List<Epoch> again =
                History.read(fitted.resolve(RunLayout.FINAL_FIT_HISTORY.file())).epochs();
        assertThat(again).hasSize(best);
        assertThat(again)
                .extracting(Epoch::beta)
                .isEqualTo(History.read(once.resolve(RunLayout.HISTORY.file())).epochs().subList(0, best).stream()
                        .map(Epoch::beta)
                        .toList());
        assertThat(again.stream().filter(epoch -> epoch.evaluation().isPresent()))
                .hasSize(1);

        TrainingTask others = withAll(task, task.data().validationHeldOut());
        assertThat(train("others", others).resolve(RunLayout.WEIGHTS.file()))
                .isRegularFile()
                .satisfies(weights -> assertThat(Files.mismatch(weights, once.resolve(RunLayout.WEIGHTS.file())))
                        .isNotNegative());
    }

    @Test
    void a_final_fit_that_is_stopped_resumes_to_the_same_bytes() throws IOException {
        TrainingTask task = withAll(Example.task(), Example.task().data().validationHeldOut());
        Path whole = train("whole", task);
        int firstSteps = 30; // those of the training before it
        for (int at : new int[] {7, firstSteps + 2}) {
            Path stopped = Files.createDirectory(directory.resolve("stopped-" + at));
            StopRequest stop = new StopRequest();
            assertThatThrownBy(() -> Trainer.train(
                            task,
                            Optional.empty(),
                            stopped,
                            new Example.Watcher(at, () -> Example.request(stop)),
                            stop))
                    .isInstanceOf(TrainingStopped.class);
            Trainer.train(task, Optional.empty(), stopped, new Example.Watcher(), new StopRequest());
            assertSameResults(stopped, whole);
            assertThat(stopped.resolve(RunLayout.FINAL_FIT_HISTORY.file()))
                    .hasSameBinaryContentAs(whole.resolve(RunLayout.FINAL_FIT_HISTORY.file()));
        }
    }

    private static TrainingTask withAll(TrainingTask task, CsrMatrix all) {
        return new TrainingTask(
                task.data(),
                Optional.of(all),
                task.architecture(),
                task.itemLayers(),
                task.settings(),
                task.identity());
    }

    private static int bestEpoch(Path trained) {
        return History.read(trained.resolve(RunLayout.HISTORY.file())).best().epoch();
    }

    @Test
    void an_epochs_loss_is_the_mean_over_its_users_the_smaller_batch_weighing_less() throws IOException {
        Path trained = train("trained", Example.task("train { epochs = 1, anneal { type = constant, cap = 0.1 } }"));
        CSVRecord row = history(trained).get(0);
        assertThat(number(row, "loss")).isCloseTo(number(row, "nll") + 0.1 * number(row, "kl"), within(1e-9));
        assertThat(number(row, "validation_loss"))
                .isCloseTo(number(row, "validation_nll") + 0.1 * number(row, "validation_kl"), within(1e-9));
    }

    @Test
    void a_mult_dae_has_no_kl_and_no_beta_and_a_penalty() throws IOException {
        Path trained = train("dae", Example.task("model { type = mult-dae, pDims = [12] }"));
        for (CSVRecord row : history(trained)) {
            assertThat(number(row, "kl")).isZero();
            assertThat(number(row, "beta")).isZero();
            assertThat(number(row, "penalty")).isPositive();
            assertThat(number(row, "loss")).isCloseTo(number(row, "nll") + number(row, "penalty"), within(1e-9));
        }
    }

    @Test
    void plain_samediff_opens_the_model_of_either_form() throws IOException {
        for (String form : List.of("dense", "sparse")) {
            Path trained = train(form, Example.task("model.itemLayers = " + form, "train.epochs = 1"));
            SameDiff sd = SameDiff.load(trained.resolve(RunLayout.MODEL.file()).toFile(), false);
            assertThat(sd.getVariable("q0.weight").getArr().shape()).containsExactly(GoldenInputs.ITEMS, 24);
            assertThat(sd.inputs()).containsExactlyInAnyOrder("input", "target", "epsilon", "anneal");
        }
    }

    @Test
    void a_training_that_is_stopped_at_any_step_and_run_again_ends_with_the_same_bytes() throws IOException {
        String[] lines = {
            "train.evaluateEvery = 2", "train.clipNorm = 0.5", "train.schedule { type = plateau, patience = 0 }"
        };
        Path whole = train("whole", Example.task(lines));
        // the first, an epoch's last, its first, the middle, the last but one
        int[] steps = TrustTable.THOROUGH ? new int[] {1, 6, 7, 17, 29} : new int[] {6, 17};
        for (int step : steps) {
            Path stopped = Files.createDirectory(directory.resolve("stopped-" + step));
            StopRequest stop = new StopRequest();
            Example.Watcher watcher = new Example.Watcher(step, () -> Example.request(stop));
            assertThatThrownBy(() -> Trainer.train(Example.task(lines), Optional.empty(), stopped, watcher, stop))
                    .isInstanceOf(TrainingStopped.class);
            assertThat(watcher.steps).isEqualTo(step);
            assertThat(stopped.resolve(RunLayout.MODEL.file())).doesNotExist();

            Example.Watcher again = new Example.Watcher();
            Trainer.train(Example.task(lines), Optional.empty(), stopped, again, new StopRequest());
            assertThat(again.steps).isEqualTo(30 - step);
            assertSameResults(stopped, whole);
        }
    }

    private static final String[] RECVAE = {
        "model { type = recvae, pDims = [8], qDims = [24, 24, 24, 8] }",
        "train { epochs = 3, learningRate = 0.002, recvae { gamma = 0.01, encoderPasses = 2 } }"
    };

    /** Three epochs of three passes of six steps. */
    @Test
    void a_recvae_that_is_stopped_in_any_pass_and_run_again_ends_with_the_same_bytes() throws IOException {
        for (String form : TrustTable.THOROUGH ? List.of("sparse", "dense") : List.of("sparse")) {
            String[] lines = {RECVAE[0], RECVAE[1], "train.clipNorm = 0.5", "model.itemLayers = " + form};
            Path whole = train("whole-" + form, Example.task(lines));
            // in the encoder's first pass, before the copy, after it, an epoch's last, and in the second epoch's passes
            int[] steps = TrustTable.THOROUGH ? new int[] {2, 12, 13, 18, 33} : new int[] {13};
            for (int step : steps) {
                Path stopped = Files.createDirectory(directory.resolve("stopped-" + form + step));
                StopRequest stop = new StopRequest();
                Example.Watcher watcher = new Example.Watcher(step, () -> Example.request(stop));
                assertThatThrownBy(() -> Trainer.train(Example.task(lines), Optional.empty(), stopped, watcher, stop))
                        .isInstanceOf(TrainingStopped.class);
                Example.Watcher again = new Example.Watcher();
                Trainer.train(Example.task(lines), Optional.empty(), stopped, again, new StopRequest());
                assertThat(again.steps).isEqualTo(54 - step);
                assertSameResults(stopped, whole);
                assertSameFile(stopped, whole, RunLayout.WEIGHTS.file());
            }
        }
    }

    @Test
    void a_recvae_that_is_killed_resumes_from_its_last_checkpoint_with_its_prior() throws IOException {
        Path whole = train("whole", Example.task(RECVAE));
        Path killed = Files.createDirectory(directory.resolve("killed"));
        Example.Watcher watcher = new Example.Watcher(47, () -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(
                        () -> Trainer.train(Example.task(RECVAE), Optional.empty(), killed, watcher, new StopRequest()))
                .hasMessage("killed");
        Path checkpoint = killed.resolve("checkpoint/step-000000036");
        // the prior is the encoder as it was before the decoder's pass, which has left it as it is
        for (String name : List.of("q0.weight", "q1.bias", "q2.norm.weight", "q3.weight")) {
            assertThat(checkpoint.resolve("prior." + name + ".npy"))
                    .hasSameBinaryContentAs(checkpoint.resolve("weights." + name + ".npy"));
        }
        assertThat(checkpoint.resolve("prior.p0.weight.npy")).doesNotExist();
        Example.Watcher again = new Example.Watcher();
        Trainer.train(Example.task(RECVAE), Optional.empty(), killed, again, new StopRequest());
        assertThat(again.steps).isEqualTo(54 - 36);
        assertSameResults(killed, whole);
    }

    @Test
    void a_recvae_that_diverges_names_gamma() {
        assertThatThrownBy(
                        () -> train("diverged", Example.task(RECVAE[0], "train { learningRate = 1e30, epochs = 3 }")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("of epoch 1, gamma 0.0050, learning rate 1.00e+30")
                .hasMessageContaining("train.recvae.gamma");
    }

    @Test
    void a_recvaes_history_has_the_passes_of_both_halves_and_its_model_is_of_the_best_epoch() throws IOException {
        TrainingTask task = Example.task(RECVAE);
        Path trained = train("recvae", task);
        List<CSVRecord> rows = history(trained);
        assertThat(rows).hasSize(3);
        assertThat(rows.get(2).get("steps")).isEqualTo("54");
        for (CSVRecord row : rows) {
            assertThat(number(row, "beta")).isEqualTo(0.01);
            assertThat(number(row, "loss")).isCloseTo(number(row, "nll") + 0.01 * number(row, "kl"), within(1e-6));
            assertThat(number(row, "encoder_loss"))
                    .isCloseTo(number(row, "encoder_nll") + 0.01 * number(row, "encoder_kl"), within(1e-6));
            assertThat(number(row, "encoder_nll")).isGreaterThan(number(row, "nll")); // before, and with dropout
        }
        History history = History.read(trained.resolve(RunLayout.HISTORY.file()));
        assertThat(history.epochs().get(1).encoder().orElseThrow().nll()).isEqualTo(number(rows.get(1), "encoder_nll"));
        double best = history.best().validation().ndcg100();
        for (ItemLayers form : ItemLayers.values()) {
            try (TrainedModel model =
                            TrainedModel.open(trained.resolve(RunLayout.WEIGHTS.file()), task.architecture());
                    ModelScorer scorer = model.scorer(form)) {
                Evaluator evaluator = new Evaluator(
                        task.data().validationFoldIn(),
                        task.data().validationHeldOut(),
                        List.of(Validation.NDCG_100),
                        20);
                assertThat(evaluator.evaluate(scorer).mean(Validation.NDCG_100)).isCloseTo(best, within(1e-3));
            }
        }
        SameDiff sd = SameDiff.load(trained.resolve(RunLayout.MODEL.file()).toFile(), false);
        assertThat(sd.getVariable("q2.norm.weight").getArr().shape()).containsExactly(24);
        assertThat(sd.inputs())
                .containsExactlyInAnyOrder("input", "target", "epsilon", "anneal", "priorMean", "priorLogVariance");
    }

    /** As if killed: what was done after the last checkpoint is done again. */
    @Test
    void a_training_that_ends_without_a_word_goes_on_from_its_last_checkpoint() throws IOException {
        Path whole = train("whole", Example.task());
        Path killed = Files.createDirectory(directory.resolve("killed"));
        Example.Watcher watcher = new Example.Watcher(20, () -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(() -> Trainer.train(Example.task(), Optional.empty(), killed, watcher, new StopRequest()))
                .hasMessage("killed");
        Example.Watcher again = new Example.Watcher();
        Trainer.train(Example.task(), Optional.empty(), killed, again, new StopRequest());
        assertThat(again.steps).isEqualTo(30 - 12); // the checkpoint after epoch 2
        assertThat(again.notes).singleElement().asString().contains("after epoch 2");
        assertSameResults(killed, whole);
    }

    /** A training with checkpoints after 12 and 24 steps. */
    private Path killed(String name) throws IOException {
        Path killed = Files.createDirectory(directory.resolve(name));
        Example.Watcher watcher = new Example.Watcher(26, () -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(() -> Trainer.train(Example.task(), Optional.empty(), killed, watcher, new StopRequest()))
                .hasMessage("killed");
        return killed;
    }

    private static void tear(Path checkpoint) throws IOException {
        Path array = checkpoint.resolve("adam-m.q0.weight.npy");
        byte[] bytes = Files.readAllBytes(array);
        bytes[bytes.length / 2] ^= 1;
        Files.write(array, bytes);
    }

    /** Takes some steps, and is stopped. */
    private static Example.Watcher stop(Path training, int steps) {
        StopRequest stop = new StopRequest();
        Example.Watcher watcher = new Example.Watcher(steps, () -> Example.request(stop));
        assertThatThrownBy(() -> Trainer.train(Example.task(), Optional.empty(), training, watcher, stop))
                .isInstanceOf(TrainingStopped.class);
        return watcher;
    }

    private static List<String> checkpoints(Path training) {
        return Stream.of(training.resolve(Trainer.CHECKPOINTS).toFile().list())
                .sorted()
                .toList();
    }

    @Test
    void a_torn_checkpoint_is_not_one_of_the_two_that_are_kept() throws IOException {
        Path whole = train("whole", Example.task());
        Path torn = killed("torn");
        tear(torn.resolve("checkpoint/step-000000024"));
        Path copy = Files.createDirectory(torn.resolve("checkpoint/step-000000024.bak")); // a user's
        assertThat(stop(torn, 2).notes)
                .contains("deleted the damaged checkpoint " + torn.resolve("checkpoint/step-000000024"));
        assertThat(checkpoints(torn)).containsExactly("step-000000012", "step-000000014", "step-000000024.bak");

        Trainer.train(Example.task(), Optional.empty(), torn, new Example.Watcher(), new StopRequest());
        assertThat(checkpoints(torn)).containsExactly("step-000000024.bak", "step-000000030");
        Files.delete(copy);
        assertSameResults(torn, whole);
    }

    @Test
    void torn_checkpoints_of_which_none_is_whole_give_way_to_the_first_new_one() throws IOException {
        Path torn = killed("torn");
        tear(torn.resolve("checkpoint/step-000000012"));
        tear(torn.resolve("checkpoint/step-000000024"));
        assertThat(stop(torn, 3).notes).hasSize(2);
        assertThat(checkpoints(torn)).containsExactly("step-000000003");
    }

    @Test
    void a_torn_checkpoint_is_noticed_and_the_one_before_is_used() throws IOException {
        Path whole = train("whole", Example.task());
        Path torn = killed("torn");
        tear(torn.resolve("checkpoint/step-000000024"));

        Example.Watcher again = new Example.Watcher();
        Trainer.train(Example.task(), Optional.empty(), torn, again, new StopRequest());
        assertThat(again.notes.get(0)).contains("damaged checkpoint").contains("adam-m.q0.weight.npy");
        assertThat(again.steps).isEqualTo(30 - 12);
        assertSameResults(torn, whole);
    }

    @Test
    void a_checkpoint_names_the_version_in_the_file_name_of_nd4js_jar() throws IOException {
        Path trained = train("trained", Example.task("train.epochs = 1"));
        String jar = Nd4j.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath()
                .replaceFirst(".*/", "");
        assertThat(jar).isEqualTo("nd4j-api-" + Determinism.nd4jVersion() + ".jar");
        assertThat(Files.readString(trained.resolve("checkpoint/step-000000006/checkpoint.json")))
                .contains("\"nd4j\" : \"" + Determinism.nd4jVersion() + "\"");
    }

    @Test
    void a_checkpoint_of_another_nd4j_is_not_resumed_from() throws IOException {
        Path stopped = Files.createDirectory(directory.resolve("stopped"));
        StopRequest stop = new StopRequest();
        Example.Watcher watcher = new Example.Watcher(7, () -> Example.request(stop));
        assertThatThrownBy(() -> Trainer.train(Example.task(), Optional.empty(), stopped, watcher, stop))
                .isInstanceOf(TrainingStopped.class);
        Path description = stopped.resolve("checkpoint/step-000000007/checkpoint.json");
        String other = Files.readString(description)
                .replace("\"nd4j\" : \"" + Determinism.nd4jVersion(), "\"nd4j\" : \"1.0.0-M1.1");
        Files.writeString(description, other);
        CRC32C crc = new CRC32C();
        crc.update(other.getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                stopped.resolve("checkpoint/step-000000007/checkpoint.json.crc32c"), Long.toHexString(crc.getValue()));

        assertThatThrownBy(() -> Trainer.train(
                        Example.task(), Optional.empty(), stopped, new Example.Watcher(), new StopRequest()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("nd4j=1.0.0-M1.1")
                .hasMessageContaining("nd4j=" + Determinism.nd4jVersion());
    }

    @Test
    void one_checkpoint_is_left_of_a_complete_training() throws IOException {
        Path trained = train("trained", Example.task());
        assertThat(trained.resolve("checkpoint"))
                .isDirectoryContaining(path -> path.endsWith("step-000000030"))
                .satisfies(path -> assertThat(path.toFile().list()).hasSize(1));
    }

    @Test
    void more_epochs_go_on_from_the_end_of_an_earlier_training_with_the_same_bytes_as_one_in_one_go()
            throws IOException {
        Path whole = train("whole", Example.task("train.epochs = 8"));
        Path earlier = train("earlier", Example.task("train.epochs = 5"));
        Path longer = Files.createDirectory(directory.resolve("longer"));
        Example.Watcher watcher = new Example.Watcher();
        Trainer.train(Example.task("train.epochs = 8"), Optional.of(earlier), longer, watcher, new StopRequest());
        assertThat(watcher.steps).isEqualTo(18);
        assertSameResults(longer, whole);
    }

    @Test
    void a_training_that_ends_after_some_epochs_goes_on_to_the_bytes_of_one_in_one_go_whatever_beta_depends_on()
            throws IOException {
        // by the tutorial's formula beta depends on the number of epochs: here they are the same
        String[] lines = {"train { epochs = 6, evaluateEvery = 2, anneal.totalSteps = null, schedule.type = plateau }"};
        Path whole = train("whole", Example.task(lines));
        Path part = Files.createDirectory(directory.resolve("part"));
        Example.Watcher first = new Example.Watcher();
        Trainer.train(
                Example.task(lines),
                2,
                Optional.empty(),
                new TrainingSite(part, Optional.empty(), first, new StopRequest()));
        assertThat(first.steps).isEqualTo(12);
        assertThat(history(part)).hasSize(2);
        assertThat(part.resolve(RunLayout.WEIGHTS.file())).isRegularFile();
        Path rest = Files.createDirectory(directory.resolve("rest"));
        Example.Watcher second = new Example.Watcher();
        Trainer.train(
                Example.task(lines),
                6,
                Optional.of(part),
                new TrainingSite(rest, Optional.empty(), second, new StopRequest()));
        assertThat(second.steps).isEqualTo(24);
        assertSameResults(rest, whole);

        // a longer training is not cut to a shorter one: it begins again
        Path shorter = Files.createDirectory(directory.resolve("shorter"));
        Example.Watcher third = new Example.Watcher();
        Trainer.train(
                Example.task(lines),
                2,
                Optional.of(rest),
                new TrainingSite(shorter, Optional.empty(), third, new StopRequest()));
        assertThat(third.steps).isEqualTo(12);
        assertSameResults(shorter, part);
    }

    @Test
    void a_training_that_has_stopped_early_is_over_in_each_longer_one() throws IOException {
        String[] lines = {
            "train { epochs = 5, anneal.totalSteps = null, stopping { enabled = true, patience = 1, threshold = 1 } }"
        };
        Path before = train("before", Example.task(lines)); // after its second epoch
        for (String next : List.of("next", "after")) {
            Path directory = Files.createDirectory(this.directory.resolve(next));
            Example.Watcher watcher = new Example.Watcher();
            Trainer.train(Example.task(lines), Optional.of(before), directory, watcher, new StopRequest());
            assertThat(watcher.steps).isZero();
            assertSameResults(directory, before);
            before = directory;
        }
        assertThat(history(before)).hasSize(2);
    }

    @Test
    void no_training_ends_between_two_evaluations() throws IOException {
        TrainingTask task = Example.task("train.evaluateEvery = 2");
        assertThatThrownBy(() -> Trainer.train(
                        task,
                        3,
                        Optional.empty(),
                        new TrainingSite(directory, Optional.empty(), new Example.Watcher(), new StopRequest())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_earlier_training_with_another_beta_is_not_gone_on_from() throws IOException {
        // by the tutorial's formula beta depends on the number of epochs
        Path earlier = train("earlier", Example.task("train { epochs = 5, anneal.totalSteps = null }"));
        Path longer = Files.createDirectory(directory.resolve("longer"));
        Example.Watcher watcher = new Example.Watcher();
        Trainer.train(
                Example.task("train { epochs = 8, anneal.totalSteps = null }"),
                Optional.of(earlier),
                longer,
                watcher,
                new StopRequest());
        assertThat(watcher.steps).isEqualTo(48);
    }

    @Test
    void an_evaluation_that_a_longer_training_would_not_have_made_is_not_gone_on_from() throws IOException {
        Path earlier = train("earlier", Example.task("train { epochs = 5, evaluateEvery = 2 }"));
        Path longer = Files.createDirectory(directory.resolve("longer"));
        Example.Watcher watcher = new Example.Watcher();
        Trainer.train(
                Example.task("train { epochs = 8, evaluateEvery = 2 }"),
                Optional.of(earlier),
                longer,
                watcher,
                new StopRequest());
        assertThat(watcher.steps).isEqualTo(48);
    }

    @Test
    void only_every_nth_epoch_and_the_last_are_evaluated_and_the_best_is_one_of_them() throws IOException {
        Path trained = Files.createDirectory(directory.resolve("sparse"));
        int best = Trainer.train(
                Example.task("train.evaluateEvery = 2"),
                Optional.empty(),
                trained,
                new Example.Watcher(),
                new StopRequest());
        assertThat(history(trained))
                .extracting(row -> row.get("validation_ndcg_100").isEmpty())
                .containsExactly(true, false, true, false, false);
        assertThat(best).isIn(2, 4, 5);
    }

    @Test
    void it_stops_when_it_has_not_got_better_for_as_many_evaluations_as_it_is_told() throws IOException {
        // nothing is better by 1: the first evaluation stays the best, the third after it stops
        Path trained = train(
                "stopped",
                Example.task("train { epochs = 50, stopping { enabled = true, patience = 3, threshold = 1 } }"));
        assertThat(history(trained)).hasSize(4);
        assertThat(trained.resolve(RunLayout.MODEL.file())).exists();
    }

    @Test
    void a_loss_that_is_not_finite_names_step_beta_and_learning_rate_and_keeps_the_last_checkpoint() {
        Path diverged = directory.resolve("diverged");
        assertThatThrownBy(() -> train("diverged", Example.task("train { learningRate = 1e30, checkpointEvery = 1 }")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("of epoch 1, beta 0.0")
                .hasMessageContaining("learning rate 1.00e+30")
                .hasMessageContaining("expected a finite loss")
                .hasMessageContaining("train.clipNorm")
                .hasMessageEndingWith("; there is no checkpoint yet, so training starts over");
        assertThat(diverged.resolve(RunLayout.MODEL.file())).doesNotExist();
    }

    @Test
    void a_loss_that_is_not_finite_after_a_checkpoint_says_that_it_is_kept() throws Exception {
        Path diverged = Files.createDirectory(directory.resolve("late"));
        TrainingTask task = Example.task("train.learningRate = 1e30");
        StopRequest stop = new StopRequest();
        assertThat(stop.request(Duration.ZERO)).isEqualTo(StopRequest.Outcome.NOTHING_TO_STOP);
        assertThatThrownBy(() -> Trainer.train(task, Optional.empty(), diverged, new Example.Watcher(), stop))
                .isInstanceOf(TrainingStopped.class);
        assertThatThrownBy(
                        () -> Trainer.train(task, Optional.empty(), diverged, new Example.Watcher(), new StopRequest()))
                .isInstanceOf(Divergence.class)
                .hasMessageEndingWith("; the last checkpoint is kept");
        assertThat(diverged.resolve(Trainer.CHECKPOINTS)).isNotEmptyDirectory();
    }

    @Test
    void an_update_after_which_the_validation_users_have_no_scores_is_the_users_error() {
        // one batch per epoch: the first validation comes before the second step's loss
        assertThatThrownBy(() -> train("diverged", Example.task("train { learningRate = 1e30, batchSize = 200 }")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("after step 0 of epoch 1, beta 0.0")
                .hasMessageContaining("learning rate 1.00e+30")
                .hasMessageContaining("expected a finite loss")
                .hasMessageContaining("validation")
                .hasMessageContaining("train.clipNorm");
    }

    @ParameterizedTest
    @EnumSource
    void weights_that_overflow_in_an_epochs_last_step_are_never_kept(ItemLayers itemLayers) {
        // In the dense form tanh hides infinite weights from the loss of the validation.
        String settings = "train { learningRate = 3.4e38, batchSize = 200, epochs = 1, evaluateEvery = 5 }\n"
                + "model.itemLayers = " + itemLayers.name().toLowerCase(Locale.ROOT);
        assertThatThrownBy(() -> train("overflow", Example.task(settings)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("after step 0 of epoch 1, beta 0.0")
                .hasMessageContaining("train.clipNorm");
        assertThat(directory.resolve("overflow").resolve(RunLayout.WEIGHTS.file()))
                .doesNotExist();
        assertThat(directory.resolve("overflow").resolve(Trainer.CHECKPOINTS)).doesNotExist();
    }

    @Test
    void clipping_bounds_the_norm_of_all_gradients_together() throws IOException {
        // Adam's first step is the same for every positive multiple of a gradient, later ones are not
        Path free = train("free", Example.task());
        Path loose = train("loose", Example.task("train.clipNorm = 1e9"));
        Path tight = train("tight", Example.task("train.clipNorm = 0.01"));
        assertThat(history(loose).get(4).toMap()).isEqualTo(history(free).get(4).toMap());
        assertThat(history(tight).get(4).toMap())
                .isNotEqualTo(history(free).get(4).toMap());
    }

    @Test
    void a_search_trains_again_up_to_the_beta_of_its_best_epoch() throws IOException {
        Path trained = train("search", Example.task("train.anneal { type = search, totalSteps = 40 }"));
        List<CSVRecord> first =
                history(trained.resolve(RunLayout.SEARCH_HISTORY.file()).getParent());
        CSVRecord best = first.get(0);
        for (CSVRecord row : first) {
            best = number(row, "validation_ndcg_100") > number(best, "validation_ndcg_100") ? row : best;
        }
        assertThat(number(first.get(4), "beta")).isEqualTo(29 / 40.0);
        assertThat(history(trained))
                .extracting(row -> number(row, "beta"))
                .allMatch(beta -> beta <= 0.7251)
                .last()
                .isEqualTo(number(best, "beta"));
        assertThat(trained.resolve("cap-search/checkpoint")).doesNotExist();
    }

    @Test
    void a_search_that_is_stopped_in_either_training_ends_with_the_same_bytes() throws IOException {
        String search = "train.anneal { type = search, totalSteps = 40 }";
        Path whole = train("whole", Example.task(search));
        for (int step : new int[] {9, 41}) {
            Path stopped = Files.createDirectory(directory.resolve("stopped-" + step));
            StopRequest stop = new StopRequest();
            Example.Watcher watcher = new Example.Watcher(step, () -> Example.request(stop));
            assertThatThrownBy(() -> Trainer.train(Example.task(search), Optional.empty(), stopped, watcher, stop))
                    .isInstanceOf(TrainingStopped.class);
            Trainer.train(Example.task(search), Optional.empty(), stopped, new Example.Watcher(), new StopRequest());
            assertSameResults(stopped, whole);
            assertSameFile(stopped, whole, RunLayout.SEARCH_HISTORY.file());
        }
    }

    @Test
    void deeplearning4js_stats_storage_has_the_loss_of_every_epoch() throws IOException {
        Path trained = train("statistics", Example.task("train.statistics = true"));
        List<Double> losses =
                history(trained).stream().map(row -> number(row, "loss")).toList();
        StatsStorage storage =
                new FileStatsStorage(trained.resolve("statistics.dl4j").toFile());
        try {
            List<Double> stored = storage.getAllUpdatesAfter("multvae", "StatsListener", "trainer", 0).stream()
                    .map(update -> ((SbeStatsReport) update).getScore())
                    .toList();
            assertThat(stored).isEqualTo(losses);
        } finally {
            storage.close();
        }
    }

    private Path train(String name, TrainingTask task) throws IOException {
        Path at = Files.createDirectory(directory.resolve(name));
        Trainer.train(task, Optional.empty(), at, new Example.Watcher(), new StopRequest());
        return at;
    }

    private static void assertSameResults(Path actual, Path expected) {
        assertSameFile(actual, expected, RunLayout.MODEL.file());
        assertSameFile(actual, expected, RunLayout.HISTORY.file());
    }

    private static void assertSameFile(Path actual, Path expected, String file) {
        assertThat(actual.resolve(file)).hasSameBinaryContentAs(expected.resolve(file));
    }

    private static List<CSVRecord> history(Path trained) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser =
                CSVParser.parse(trained.resolve(RunLayout.HISTORY.file()), StandardCharsets.UTF_8, format)) {
            return parser.getRecords();
        }
    }

    private static double number(CSVRecord row, String column) {
        return Double.parseDouble(row.get(column));
    }
}
