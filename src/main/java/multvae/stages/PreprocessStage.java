package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import multvae.config.Settings;
import multvae.data.CsrFile;
import multvae.data.ItemIndex;
import multvae.data.Part;
import multvae.data.Ratings;
import multvae.data.RatingsReader;
import multvae.data.Split;
import multvae.data.Titles;
import multvae.data.UserIndex;
import multvae.pipeline.Input;
import multvae.pipeline.Stage;

/** Ratings to the five matrices of the published split. */
public final class PreprocessStage implements Stage {

    /** The stage's name. */
    public static final String NAME = "preprocess";

    public static final String TRAIN = "train.npz";
    public static final String VALIDATION_FOLD_IN = "validation-fold-in.npz";
    public static final String VALIDATION_HELD_OUT = "validation-held-out.npz";
    public static final String TEST_FOLD_IN = "test-fold-in.npz";
    public static final String TEST_HELD_OUT = "test-held-out.npz";
    public static final String ITEMS = "items.csv";
    public static final String USERS = "users.csv";
    public static final String STATISTICS = "statistics.json";

    private final Settings settings;
    private final RatingsSource source;

    public PreprocessStage(Settings settings) {
        this.settings = settings;
        this.source = RatingsSource.of(settings.data());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public SortedMap<String, Object> slice() {
        SortedMap<String, Object> slice = settings.slice("preprocess");
        slice.put("data.dataset", settings.data().dataset().orElse(null)); // it decides how the ratings are read
        return slice;
    }

    @Override
    public List<Input> inputs() {
        return source.inputs();
    }

    @Override
    public List<String> outputs() {
        return List.of(
                TRAIN, VALIDATION_FOLD_IN, VALIDATION_HELD_OUT, TEST_FOLD_IN, TEST_HELD_OUT, ITEMS, USERS, STATISTICS);
    }

    @Override
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        Path file = inputs.path(source.ratingsInput());
        Ratings ratings =
                RatingsReader.read(file, source.format(), settings.preprocess().ratingThreshold());
        Split split = Split.of(ratings, settings.preprocess());
        CsrFile.write(directory.resolve(TRAIN), split.train());
        CsrFile.write(directory.resolve(VALIDATION_FOLD_IN), split.foldIn(Part.VALIDATION));
        CsrFile.write(directory.resolve(VALIDATION_HELD_OUT), split.heldOut(Part.VALIDATION));
        CsrFile.write(directory.resolve(TEST_FOLD_IN), split.foldIn(Part.TEST));
        CsrFile.write(directory.resolve(TEST_HELD_OUT), split.heldOut(Part.TEST));
        ItemIndex.of(split.itemIds(), Titles.read(file, source.format())).write(directory.resolve(ITEMS));
        UserIndex.of(split).write(directory.resolve(USERS));
        JsonFile.write(directory.resolve(STATISTICS), split.statistics());
    }
}
