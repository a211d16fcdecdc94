/// # 3. Training, validation, test
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import multvae.config.*;
import multvae.matrix.*;
import multvae.ratings.*;
import multvae.split.*;
import multvae.weights.*;
import multvae.evaluation.*;
import multvae.model.*;
import multvae.training.*;

Path directory = Path.of("runs/notebooks");
TrainingData data = new TrainingData(CsrFile.read(directory.resolve("train.npz")),
        CsrFile.read(directory.resolve("validation-fold-in.npz")),
        CsrFile.read(directory.resolve("validation-held-out.npz")));
Settings settings = Settings.load(Path.of("conf/quickstart.conf"), Map.of("train.epochs", "12", "train.batchSize", "100"), List.of("ml-latest-small"));
TrainSettings training = settings.train();
int stepsPerEpoch = (data.train().rows() + training.batchSize() - 1) / training.batchSize();
System.out.println(training.epochs() + " epochs of " + stepsPerEpoch + " steps");

/// ## How beta rises: the paper and the code
///
/// beta weighs the KL divergence. The paper lets it rise to 1 and keeps the beta at which the validation metric was best;
/// the authors' code does not search, but has a cap of 0.2 and divides the step by 200,000. At 234 steps an epoch, that
/// reaches the cap at step 40,000: in epoch 171 of 200. The tutorial turns it round: so many steps that the last fifth of
/// the epochs is at the cap, whatever the data. So `anneal_cap` is both: where beta stops, and, through the steps, how steeply
/// it rises there. It is not what beta is divided by.
Annealing authors = new Annealing.Linear(0.2, 200_000);
for (long step : List.of(0L, 20_000L, 39_000L, 40_000L, 46_799L)) {
    System.out.printf(Locale.ROOT, "the authors' run, step %5d in epoch %3d: beta %.4f%n", step, step / 234 + 1, authors.beta(step));
}
Annealing tutorials = Annealing.of(training.anneal(), stepsPerEpoch, training.epochs());
for (int epoch : List.of(1, 5, 10, 11, 12)) {
    System.out.printf(Locale.ROOT, "this run, last step of epoch %2d: beta %.4f%n", epoch,
            tutorials.beta((long) epoch * stepsPerEpoch - 1));
}

/// ## Training
///
/// After each epoch the validation users are scored from what they fold in. The weights of the best epoch are kept.
TrainingProgress progress = new TrainingProgress() {
    public void epochDone(History.Epoch r, double seconds) {
        System.out.printf(Locale.ROOT, "epoch %2d: loss %.1f, beta %.4f | valid loss %.1f | n100 %.3f | r20 %.3f | r50 %.3f%n",
                r.epoch(), r.train().loss(), r.beta(), r.validation().loss().loss(),
                r.validation().ndcg100(), r.validation().recall20(), r.validation().recall50());
    }
};
Autoencoder model = Autoencoder.train(data, settings.model(), training, progress);
System.out.println("the best epoch is " + model.history().best().epoch());
model.save(directory);

/// ## Test
///
/// The test users come in once, at the end. Recall divides by the smaller of cutoff and held-out items, as the paper does;
/// RecallAll, the usual one, by the held-out items.
List<MetricAtK> metrics = settings.evaluate().metrics();
Evaluator evaluator = new Evaluator(CsrFile.read(directory.resolve("test-fold-in.npz")),
        CsrFile.read(directory.resolve("test-held-out.npz")), metrics, 500);
try (ModelScorer scorer = model.scorer()) {
    Evaluation test = evaluator.evaluate(scorer);
    System.out.println(test.users() + " users, " + test.skippedUsers() + " without a held-out item");
    for (MetricAtK metric : metrics) {
        System.out.printf(Locale.ROOT, "%-12s %.3f +- %.3f%n", metric.name(), test.mean(metric), test.summary(metric).standardError());
    }
}
model.close();
