package multvae.stages;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import multvae.baselines.Ease;
import multvae.baselines.FitProgress;
import multvae.baselines.Ials;
import multvae.baselines.ItemKnn;
import multvae.baselines.ItemPairs;
import multvae.baselines.Popularity;
import multvae.config.EvaluateSettings;
import multvae.evaluation.Scorer;
import multvae.io.ProcessMemory;
import multvae.io.UserError;
import multvae.linear.LinearFile;

/** How a baseline is fitted with a run's settings, to be evaluated or to be served. */
sealed interface BaselineFit {

    /** Fits the baseline and gives it to {@code use}, which must not keep it. */
    <T> T scored(FitData data, Function<Scorer, T> use);

    /** Fits the baseline and writes it to a file, from which it scores the same to the last bit. */
    void write(FitData data, Path file);

    /** How many numbers that file has at the most. */
    long numbers(FitData data);

    /** Whether sums over pairs of items are what the fit is made of. */
    boolean isOfPairs();

    /** What the fit takes of Java's heap at once, in bytes, the train matrix included if it has to be there. */
    default long heap(FitData data) {
        return data.keptBytes() + (isOfPairs() ? data.pairsHeap() : 0);
    }

    /**
     * Refuses a fit that memory does not suffice for, before it is begun. Java's heap is another matter: {@link #heap}.
     *
     * @throws UserError with the memory that it needs and the memory that there is
     */
    void requireMemory(FitData data);

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

    /** Popularity, which has no settings. */
    record OfPopularity() implements BaselineFit {

        @Override
        public <T> T scored(FitData data, Function<Scorer, T> use) {
            return use.apply(fitted(data));
        }

        @Override
        public void write(FitData data, Path file) {
            LinearFile.write(file, fitted(data).model());
        }

        private static Popularity fitted(FitData data) {
            return new Popularity(data.usersPerItem());
        }

        @Override
        public long numbers(FitData data) {
            return data.items();
        }

        @Override
        public boolean isOfPairs() {
            return false;
        }

        @Override
        public void requireMemory(FitData data) {
            // a number for each item, which the data has too
        }
    }

    /** Item-kNN. */
    record OfItemKnn(EvaluateSettings.ItemKnnSettings settings) implements BaselineFit {

        @Override
        public <T> T scored(FitData data, Function<Scorer, T> use) {
            return use.apply(fitted(data));
        }

        @Override
        public void write(FitData data, Path file) {
            LinearFile.write(file, fitted(data).model());
        }

        private ItemKnn fitted(FitData data) {
            return new ItemKnn(
                    data.pairs(),
                    settings.neighbours(),
                    new ItemKnn.Similarity(settings.shrinkage(), settings.asymmetry(), settings.userDamping()));
        }

        @Override
        public long numbers(FitData data) {
            return data.items() * (1 + 2L * neighbours(data));
        }

        @Override
        public boolean isOfPairs() {
            return true;
        }

        @Override
        public long heap(FitData data) {
            return BaselineFit.super.heap(data) + ItemKnn.heapToFit(data.items(), settings.neighbours());
        }

        @Override
        public void requireMemory(FitData data) {
            requireArray(data.items(), neighbours(data), "items", "itemKnn.neighbours");
        }

        private int neighbours(FitData data) {
            return Math.min(settings.neighbours(), data.items());
        }
    }

    /**
     * EASE or EDLAE, a dense matrix of weights, [items, items], outside of Java's heap.
     *
     * @param solver makes it of the sums over pairs
     */
    record OfEase(LinearFile.Kind kind, String label, Function<ItemPairs, Ease> solver) implements BaselineFit {

        static OfEase ease(EvaluateSettings.EaseSettings settings, FitProgress progress) {
            return new OfEase(LinearFile.Kind.EASE, Ease.EASE, pairs -> new Ease(pairs, settings.lambda(), progress));
        }

        static OfEase edlae(EvaluateSettings.EdlaeSettings settings, FitProgress progress) {
            return new OfEase(
                    LinearFile.Kind.EDLAE,
                    Ease.EDLAE,
                    pairs -> Ease.edlae(pairs, settings.lambda(), settings.dropout(), progress));
        }

        @Override
        public <T> T scored(FitData data, Function<Scorer, T> use) {
            try (Ease ease = solver.apply(data.pairs())) {
                return use.apply(ease);
            }
        }

        @Override
        public void write(FitData data, Path file) {
            try (Ease ease = solver.apply(data.pairs())) {
                float[] row = new float[ease.items()];
                LinearFile.write(file, kind, ease.items(), item -> {
                    ease.weightsFrom(item, row);
                    return row;
                });
            }
        }

        @Override
        public long numbers(FitData data) {
            return (long) data.items() * data.items();
        }

        @Override
        public boolean isOfPairs() {
            return true;
        }

        @Override
        public void requireMemory(FitData data) {
            Ease.requireMemory(label, data.items());
        }
    }

    /** iALS. */
    record OfIals(EvaluateSettings.IalsSettings settings, FitProgress progress) implements BaselineFit {

        @Override
        public <T> T scored(FitData data, Function<Scorer, T> use) {
            return use.apply(fitted(data));
        }

        @Override
        public void write(FitData data, Path file) {
            LinearFile.write(file, fitted(data).model());
        }

        private Ials fitted(FitData data) {
            return new Ials(
                    data.matrix(),
                    new Ials.Settings(settings.dimension(), settings.epochs(), settings.objective(), settings.seed()),
                    progress);
        }

        @Override
        public long numbers(FitData data) {
            return (long) data.items() * settings.dimension();
        }

        @Override
        public boolean isOfPairs() {
            return false;
        }

        @Override
        public long heap(FitData data) {
            return data.matrixBytes() + Ials.heapToFit(data.users(), data.items(), data.events(), settings.dimension());
        }

        @Override
        public void requireMemory(FitData data) {
            requireArray(data.items(), settings.dimension(), "items", "ials.dimension");
            requireArray(data.users(), settings.dimension(), "users", "ials.dimension");
        }
    }
}
