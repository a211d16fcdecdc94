/// # 4. Results
///
/// The model of the third notebook beside three baselines, all on the same path: scores from what is folded in, ranked,
/// measured against what is held out.
import java.nio.file.*;
import java.util.*;
import multvae.baselines.*;
import multvae.config.*;
import multvae.matrix.*;
import multvae.ratings.*;
import multvae.split.*;
import multvae.weights.*;
import multvae.evaluation.*;
import multvae.model.*;

Path directory = Path.of("runs/notebooks");
CsrMatrix train = CsrFile.read(directory.resolve("train.npz"));
CsrMatrix foldIn = CsrFile.read(directory.resolve("test-fold-in.npz"));
CsrMatrix heldOut = CsrFile.read(directory.resolve("test-held-out.npz"));
Settings settings = Settings.load(Path.of("conf/quickstart.conf"), Map.of(), List.of("ml-latest-small"));
List<MetricAtK> metrics = settings.evaluate().metrics().subList(0, 3);
Evaluator evaluator = new Evaluator(foldIn, heldOut, metrics, 500);

TrainedModel model = TrainedModel.open(directory.resolve("weights.safetensors"),
        settings.model().architecture(train.columns()));
ModelScorer scorer = model.scorer(settings.model().itemLayers());
Map<String, Evaluation> results = new LinkedHashMap<>();
results.put("Mult-VAE", evaluator.evaluate(scorer));
results.put("popularity", evaluator.evaluate(new Popularity(train.columnCounts())));
ItemPairs pairs = new CoOccurrence(train); // how many users have both items
results.put("item-kNN", evaluator.evaluate(new ItemKnn(pairs, 100, new ItemKnn.Similarity(10, 0.5, 0))));
try (Ease ease = new Ease(pairs, 200, FitProgress.NONE)) {
    results.put("EASE", evaluator.evaluate(ease));
}
results.forEach((name, result) -> {
    System.out.printf("%-10s", name);
    metrics.forEach(metric -> System.out.printf(Locale.ROOT, "  %s %.3f +- %.3f", metric.name(), result.mean(metric), result.summary(metric).standardError()));
    System.out.println();
});

/// The same users stand behind every row, so differences are taken user by user: their standard errors are smaller than
/// those of the means. On 400 train users a linear model is hard to beat; the paper has 116,677.
for (String baseline : List.of("popularity", "item-kNN", "EASE")) {
    double[] differences = results.get("Mult-VAE").differences(results.get(baseline), metrics.get(0));
    Evaluation.Summary difference = Evaluation.Summary.of(differences);
    System.out.printf(Locale.ROOT, "Mult-VAE minus %-10s %+.3f +- %.3f %s%n", baseline, difference.mean(),
            difference.standardError(), metrics.get(0).name());
}

/// One test user: what is known, and what popularity recommends on top of it. The report of a run shows some more, with the
/// model's own.
ItemIndex items = ItemIndex.read(directory.resolve("items.csv"));
Examples examples = new Examples(foldIn, heldOut, 1, 5);
examples.add("popularity", new Popularity(train.columnCounts()));
Example user = examples.byRawIds(String::valueOf, items::title).get(0);
user.foldIn().stream().limit(5).forEach(item -> System.out.println("known: " + item));
user.recommended().get(0).items().forEach(item -> System.out.println("recommended: " + item));
scorer.close();
model.close();
