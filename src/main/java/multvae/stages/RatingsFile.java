package multvae.stages;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import multvae.config.DataSettings;
import multvae.config.Settings;
import multvae.ratings.Ratings;
import multvae.ratings.RatingsReader;
import multvae.ratings.TableFormat;

/**
 * A file of users and their items that a model of other data is asked for. A header that names users and items says how it is written;
 * without one it is read as the model's own data was.
 */
public final class RatingsFile {

    private static final String THRESHOLD = "preprocess.ratingThreshold";
    private static final String FORMAT = "data.format";
    private static final String PARQUET = "parquet";
    private static final String CHARSET = "data.charset";
    private static final String DUPLICATES = "data.duplicates";
    private static final String RATING = "data.columns.rating";

    /** What says what an event is, however the file is written. */
    private static final Set<String> ALWAYS = Set.of(THRESHOLD, CHARSET, DUPLICATES);

    /** Columns that nobody needs of these users. */
    private static final List<String> NOT_READ =
            List.of("data.columns.title", "data.columns.genres", "data.columns.timestamp");

    private RatingsFile() {}

    /**
     * Reads a file.
     *
     * @param configuration the model's, by dotted key: of it the keys that say how files are written, and what an event is; it may
     *     be a stranger's
     * @throws multvae.io.UserError with file and line, if it cannot be read so
     */
    public static Ratings read(Path file, Map<String, Object> configuration) {
        return reader(file, configuration).read(List.of(file));
    }

    /** Whether {@link #read} reads files in UTF-8, unless they say otherwise. */
    public static boolean isUtf8(Map<String, Object> configuration) {
        return configuration.get(CHARSET) == null;
    }

    /** The reader that {@link #read} uses. */
    public static RatingsReader reader(Path file, Map<String, Object> configuration) {
        Map<String, String> values = new TreeMap<>();
        boolean named = RatingsReader.isHeaded(file);
        configuration.forEach((key, value) -> {
            boolean noRatings = key.equals(RATING) && TableFormat.NO_COLUMN.equals(value);
            boolean isRead = ALWAYS.contains(key) || noRatings || (!named && DataSettings.isReading(key));
            if (isRead && value != null) {
                values.put(key, Settings.quoted(value.toString()));
            }
        });
        values.remove(FORMAT, Settings.quoted(PARQUET)); // users are read from text
        NOT_READ.forEach(key -> values.put(key, TableFormat.NO_COLUMN));
        String name = file.getFileName().toString();
        values.put("data.ratings", Settings.quoted(name)); // which is required; what is read is the caller's
        return RatingsSource.of(Settings.defaults(values)).reader();
    }
}
