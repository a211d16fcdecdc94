package multvae.stages;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import multvae.baselines.ItemPairs;
import multvae.matrix.CsrFile;
import multvae.matrix.Part;
import multvae.run.RunLayout;
import multvae.split.Split;
import multvae.training.Ahead;
import multvae.training.Workers;

/** This process. */
final class LocalEngine implements Engine {

    @Override
    public Divider divider() {
        return (source, settings, directory) -> {
            Split split = Split.of(source.reader().read(source.files()), settings);
            write(split, directory);
            return new Divider.Divided(split.itemIds(), source.reader().titles(), split.users(), split.statistics());
        };
    }

    static void write(Split split, Path directory) {
        CsrFile.write(directory.resolve(RunLayout.TRAIN_MATRIX.file()), split.train());
        CsrFile.write(directory.resolve(RunLayout.VALIDATION_FOLD_IN.file()), split.foldIn(Part.VALIDATION));
        CsrFile.write(directory.resolve(RunLayout.VALIDATION_HELD_OUT.file()), split.heldOut(Part.VALIDATION));
        CsrFile.write(directory.resolve(RunLayout.TEST_FOLD_IN.file()), split.foldIn(Part.TEST));
        CsrFile.write(directory.resolve(RunLayout.TEST_HELD_OUT.file()), split.heldOut(Part.TEST));
    }

    @Override
    public Optional<Lister> lister() {
        return Optional.empty();
    }

    @Override
    public Optional<Catalogue> catalogue() {
        return Optional.empty();
    }

    @Override
    public Ahead ahead() {
        return Ahead.NOTHING;
    }

    @Override
    public Workers workers(TrainMatrices matrices, int count) {
        throw new IllegalArgumentException("this process is one worker, not " + count); // the settings are checked
    }

    @Override
    public Optional<ItemPairs> pairs(FitEvents events) {
        return Optional.empty();
    }

    @Override
    public Map<String, Object> environment() {
        return Map.of();
    }

    @Override
    public void close() {}
}
