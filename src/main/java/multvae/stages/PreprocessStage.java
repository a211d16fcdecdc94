package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import multvae.config.Settings;
import multvae.matrix.CsrFile;
import multvae.matrix.ItemIndex;
import multvae.matrix.Part;
import multvae.ratings.Ratings;
import multvae.ratings.RatingsReader;
import multvae.ratings.Titles;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.run.StageSpec;
import multvae.split.Split;

/** Ratings to the five matrices of the published split. */
public final class PreprocessStage implements Stage {

    private static final int VERSION = 1;

    private final Settings settings;
    private final RatingsSource source;
    private final StageSpec spec;

    public PreprocessStage(Settings settings) {
        this.settings = settings;
        this.source = RatingsSource.of(settings.data());
        SortedMap<String, Object> slice = settings.slice("preprocess");
        slice.put("data.dataset", settings.data().dataset().orElse(null)); // it decides how the ratings are read
        this.spec = new StageSpec(
                RunLayout.PREPROCESS,
                VERSION,
                slice,
                source.inputs(),
                Stream.of(
                                RunLayout.TRAIN_MATRIX,
                                RunLayout.VALIDATION_FOLD_IN,
                                RunLayout.VALIDATION_HELD_OUT,
                                RunLayout.TEST_FOLD_IN,
                                RunLayout.TEST_HELD_OUT,
                                RunLayout.ITEMS,
                                RunLayout.USERS,
                                RunLayout.STATISTICS)
                        .map(RunLayout.Artifact::file)
                        .toList(),
                false);
    }

    @Override
    public StageSpec spec() {
        return spec;
    }

    @Override
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        Path file = inputs.path(source.ratingsInput());
        Ratings ratings =
                RatingsReader.read(file, source.format(), settings.preprocess().ratingThreshold());
        Split split = Split.of(ratings, settings.preprocess());
        CsrFile.write(directory.resolve(RunLayout.TRAIN_MATRIX.file()), split.train());
        CsrFile.write(directory.resolve(RunLayout.VALIDATION_FOLD_IN.file()), split.foldIn(Part.VALIDATION));
        CsrFile.write(directory.resolve(RunLayout.VALIDATION_HELD_OUT.file()), split.heldOut(Part.VALIDATION));
        CsrFile.write(directory.resolve(RunLayout.TEST_FOLD_IN.file()), split.foldIn(Part.TEST));
        CsrFile.write(directory.resolve(RunLayout.TEST_HELD_OUT.file()), split.heldOut(Part.TEST));
        ItemIndex.of(split.itemIds(), Titles.read(file, source.format()))
                .write(directory.resolve(RunLayout.ITEMS.file()));
        split.users().write(directory.resolve(RunLayout.USERS.file()));
        split.statistics().write(directory.resolve(RunLayout.STATISTICS.file()));
    }
}
