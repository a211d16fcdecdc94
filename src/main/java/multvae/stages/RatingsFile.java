package multvae.stages;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import multvae.config.DataSettings;
import multvae.config.Settings;
import multvae.ratings.Ratings;
import multvae.ratings.RatingsReader;

/** A file of ratings that is read as preprocess would read it, whatever data it is of. */
public final class RatingsFile {

    private static final List<String> THRESHOLD = List.of("preprocess.ratingThreshold");

    private RatingsFile() {}

    /**
     * Reads a file. Its form is found out as far as the configuration leaves it open.
     *
     * @param configuration a run's, by dotted key: of it the keys that say how files are written, and what an event is
     * @throws multvae.io.UserError with file and line, if it cannot be read so
     */
    public static Ratings read(Path file, Map<String, Object> configuration) {
        return reader(file, configuration).read(List.of(file));
    }

    /** What {@link #read} reads the file with. */
    public static RatingsReader reader(Path file, Map<String, Object> configuration) {
        Map<String, String> values = new TreeMap<>();
        configuration.forEach((key, value) -> {
            if (THRESHOLD.contains(key) || DataSettings.isReading(key)) {
                values.put(key, value.toString());
            }
        });
        values.put("data.ratings", file.toString());
        return RatingsSource.of(Settings.defaults(values)).reader();
    }
}
