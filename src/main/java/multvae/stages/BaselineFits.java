package multvae.stages;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import multvae.baselines.Ease;
import multvae.baselines.FitProgress;
import multvae.baselines.Ials;
import multvae.baselines.ItemKnn;
import multvae.baselines.ItemPairs;
import multvae.baselines.Popularity;
import multvae.config.EvaluateSettings;
import multvae.config.EvaluateSettings.Baseline;
import multvae.evaluation.Scorer;
import multvae.io.ProcessMemory;
import multvae.io.UserError;
import multvae.linear.LinearFile;
import multvae.matrix.CsrMatrix;

/** Fits baselines with a run's settings, to be evaluated or to be served. */
final class BaselineFit {

    private final EvaluateSettings settings;
    private final FitProgress progress;

    /** @param progress hears how far a fit is */
    BaselineFit(EvaluateSettings settings, FitProgress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Fits a baseline and gives it to {@code use}, which must not keep it. */
    <T> T scored(Baseline baseline, FitData data, Function<Scorer, T> use) {
        return switch (baseline) {
            case POPULARITY -> use.apply(new Popularity(data.usersPerItem()));
            case ITEM_KNN -> use.apply(itemKnn(data.pairs()));
            case IALS -> use.apply(new Ials(data.matrix(), ials(), progress));
            case EASE, EDLAE -> {
                try (Ease ease = ease(baseline, data.pairs())) {
                    yield use.apply(ease);
                }
            }
        };
    }

    /** Fits a baseline and writes it to a file, from which it scores the same to the last bit. */
    void write(Baseline baseline, FitData data, Path file) {
        switch (baseline) {
            case POPULARITY -> LinearFile.write(file, new Popularity(data.usersPerItem()).model());
            case ITEM_KNN -> LinearFile.write(file, itemKnn(data.pairs()).model());
            case IALS -> LinearFile.write(file, new Ials(data.matrix(), ials(), progress).model());
            case EASE, EDLAE -> {
                try (Ease ease = ease(baseline, data.pairs())) {
                    float[] row = new float[ease.items()];
                    LinearFile.write(file, LinearFile.Kind.valueOf(baseline.name()), ease.items(), item -> {
                        ease.weightsFrom(item, row);
                        return row;
                    });
                }
            }
        }
    }

    /**
     * Refuses an evaluation that memory does not suffice for, before it is begun: the matrices, a batch's scores, the largest of the
     * baselines while it is fitted, and the results.
     *
     * @param results what they take of Java's heap, bytes
     * @throws multvae.io.UserError with the memory that it needs and the memory that there is
     */
    void requireMemory(List<Baseline> baselines, FitData data, CsrMatrix foldIn, CsrMatrix heldOut, long results) {
        long matrices = foldIn.heap() + heldOut.heap();
        long scores = (long) Float.BYTES * Math.min(settings.batchSize(), foldIn.rows()) * data.items();
        long fitted = baselines.stream()
                .mapToLong(baseline -> heap(baseline, data))
                .max()
                .orElse(kept(data));
        ProcessMemory.requireHeap(
                String.format(Locale.ROOT, "evaluate, with %,d items and %,d users", data.items(), foldIn.rows()),
                matrices + scores + fitted + results,
                "or lower evaluate.batchSize"
                        + (baselines.contains(Baseline.ITEM_KNN) ? " or evaluate.itemKnn.neighbours" : "")
                        + (baselines.contains(Baseline.IALS) ? " or evaluate.ials.dimension" : "")
                        + (results > 0 ? ", or name fewer evaluate.metrics" : ""));
        baselines.forEach(baseline -> requireMemory(baseline, data));
    }

    /**
     * Refuses a fit that memory does not suffice for, before it is begun. Java's heap is another matter: {@link #heap}.
     *
     * @throws multvae.io.UserError with the memory that it needs and the memory that there is
     */
    void requireMemory(Baseline baseline, FitData data) {
        switch (baseline) {
            case EASE, EDLAE -> Ease.requireMemory(baseline.label(), data.items());
            case ITEM_KNN -> {
                int neighbours = Math.min(settings.itemKnn().neighbours(), data.items());
                requireArray(data.items(), neighbours, "items", "itemKnn.neighbours");
            }
            case IALS -> {
                requireArray(data.items(), settings.ials().dimension(), "items", "ials.dimension");
                requireArray(data.users(), settings.ials().dimension(), "users", "ials.dimension");
            }
            case POPULARITY -> {}
        }
    }

    /** An array of Java's has at most {@link ProcessMemory#LONGEST_ARRAY} elements. */
    private static void requireArray(int rows, int columns, String what, String key) {
        if ((long) rows * columns > ProcessMemory.LONGEST_ARRAY) {
            throw new UserError(
                    "evaluate." + key,
                    String.format(
                            Locale.ROOT, "at most %,d for %,d %s", ProcessMemory.LONGEST_ARRAY / rows, rows, what),
                    String.format(Locale.ROOT, "%,d", columns),
                    "lower it");
        }
    }

    /** What a fit takes of Java's heap at once, in bytes, the train matrix included if it has to be there. */
    long heap(Baseline baseline, FitData data) {
        return switch (baseline) {
            case ITEM_KNN ->
                kept(data)
                        + data.pairsHeap()
                        + ItemKnn.heapToFit(data.items(), settings.itemKnn().neighbours());
            case IALS ->
                data.matrixBytes()
                        + Ials.heapToFit(
                                data.users(),
                                data.items(),
                                data.events(),
                                settings.ials().dimension());
            case EASE, EDLAE -> kept(data) + data.pairsHeap();
            case POPULARITY -> kept(data);
        };
    }

    private static long kept(FitData data) {
        return data.isInMemory() ? data.matrixBytes() : 0;
    }

    /**
     * What fits baselines: this process, unless one of them is made of sums over pairs of items.
     *
     * @param other opens the engine that makes those
     */
    static Engine engine(List<Baseline> baselines, Supplier<Engine> other) {
        return baselines.stream().anyMatch(BaselineFit::isOfPairs) ? other.get() : new LocalEngine();
    }

    /** Whether sums over pairs of items are what a fit is made of. */
    private static boolean isOfPairs(Baseline baseline) {
        return switch (baseline) {
            case ITEM_KNN, EASE, EDLAE -> true;
            case POPULARITY, IALS -> false;
        };
    }

    private ItemKnn itemKnn(ItemPairs pairs) {
        EvaluateSettings.ItemKnnSettings itemKnn = settings.itemKnn();
        return new ItemKnn(
                pairs,
                itemKnn.neighbours(),
                new ItemKnn.Similarity(itemKnn.shrinkage(), itemKnn.asymmetry(), itemKnn.userDamping()));
    }

    private Ease ease(Baseline baseline, ItemPairs pairs) {
        return baseline == Baseline.EASE
                ? new Ease(pairs, settings.ease().lambda(), progress)
                : Ease.edlae(pairs, settings.edlae().lambda(), settings.edlae().dropout(), progress);
    }

    private Ials.Settings ials() {
        EvaluateSettings.IalsSettings ials = settings.ials();
        return new Ials.Settings(ials.dimension(), ials.epochs(), ials.objective(), ials.seed());
    }
}
