package multvae.stages;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import multvae.baselines.FitProgress;
import multvae.config.EvaluateSettings;
import multvae.config.EvaluateSettings.Baseline;
import multvae.io.ProcessMemory;
import multvae.matrix.CsrMatrix;

/** The fits of baselines with a run's settings. */
final class BaselineFits {

    private final EvaluateSettings settings;
    private final FitProgress progress;

    /** @param progress hears how far a fit is */
    BaselineFits(EvaluateSettings settings, FitProgress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Nothing is fitted yet. */
    BaselineFit of(Baseline baseline) {
        return switch (baseline) {
            case POPULARITY -> new BaselineFit.OfPopularity();
            case ITEM_KNN -> new BaselineFit.OfItemKnn(settings.itemKnn());
            case EASE -> BaselineFit.OfEase.ease(settings.ease(), progress);
            case EDLAE -> BaselineFit.OfEase.edlae(settings.edlae(), progress);
            case IALS -> new BaselineFit.OfIals(settings.ials(), progress);
        };
    }

    /**
     * What fits baselines: this process, unless one of them is made of sums over pairs of items.
     *
     * @param other opens the engine that makes those
     */
    Engine engine(List<Baseline> baselines, Supplier<Engine> other) {
        return baselines.stream().map(this::of).anyMatch(BaselineFit::isOfPairs) ? other.get() : new LocalEngine();
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
                .mapToLong(baseline -> of(baseline).heap(data))
                .max()
                .orElse(data.keptBytes());
        ProcessMemory.requireHeap(
                String.format(Locale.ROOT, "evaluate, with %,d items and %,d users", data.items(), foldIn.rows()),
                matrices + scores + fitted + results,
                "or lower evaluate.batchSize"
                        + (baselines.contains(Baseline.ITEM_KNN) ? " or evaluate.itemKnn.neighbours" : "")
                        + (baselines.contains(Baseline.IALS) ? " or evaluate.ials.dimension" : "")
                        + (results > 0 ? ", or name fewer evaluate.metrics" : ""));
        baselines.forEach(baseline -> of(baseline).requireMemory(data));
    }
}
