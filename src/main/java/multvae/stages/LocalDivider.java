package multvae.stages;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import multvae.config.PreprocessSettings;
import multvae.matrix.CsrFile;
import multvae.matrix.Part;
import multvae.ratings.Ratings;
import multvae.ratings.RatingsReader;
import multvae.run.RunLayout;
import multvae.split.GivenSplit;
import multvae.split.Split;

/** Divides in this process' memory. */
final class LocalDivider implements Divider {

    @Override
    public Divided divide(EventSource source, PreprocessSettings settings, Path directory) {
        Ratings ratings = source.reader().read(source.files());
        return write(ratings.explicit(), Split.of(ratings, settings), source.reader(), directory);
    }

    @Override
    public Divided divideGiven(Map<Part, EventSource> parts, PreprocessSettings settings, Path directory) {
        Map<Part, Ratings> given = new EnumMap<>(Part.class);
        parts.forEach((part, source) -> given.put(part, source.reader().read(source.files())));
        Split split = GivenSplit.of(given, settings, (part, user, item) -> {
            EventSource source = parts.get(part);
            return source.reader().place(source.files(), user, item);
        });
        boolean explicit = given.values().stream().anyMatch(Ratings::explicit);
        return write(explicit, split, parts.get(Part.TRAIN).reader(), directory);
    }

    private static Divided write(boolean explicit, Split split, RatingsReader reader, Path directory) {
        CsrFile.write(directory.resolve(RunLayout.TRAIN_MATRIX.file()), split.train());
        CsrFile.write(directory.resolve(RunLayout.VALIDATION_FOLD_IN.file()), split.foldIn(Part.VALIDATION));
        CsrFile.write(directory.resolve(RunLayout.VALIDATION_HELD_OUT.file()), split.heldOut(Part.VALIDATION));
        CsrFile.write(directory.resolve(RunLayout.TEST_FOLD_IN.file()), split.foldIn(Part.TEST));
        CsrFile.write(directory.resolve(RunLayout.TEST_HELD_OUT.file()), split.heldOut(Part.TEST));
        return new Divided(explicit, split.itemIds(), reader.titles(), split.users(), split.statistics());
    }
}
