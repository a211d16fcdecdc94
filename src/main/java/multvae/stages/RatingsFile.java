package multvae.stages;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import multvae.config.DataSettings;
import multvae.config.PreprocessSettings;
import multvae.config.Settings;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.ratings.Column;
import multvae.ratings.RatingsReader;
import multvae.ratings.TableFormat;

/**
 * A file of users and their items that a model of other data is asked for. The user, or a header that names users and items, says how it
 * is written; otherwise it is read as the model's own data was.
 */
public final class RatingsFile {

    private static final String PARQUET = "parquet";

    /** What says what an event is, however the file is written. */
    private static final Set<String> ALWAYS =
            Set.of(PreprocessSettings.RATING_THRESHOLD, DataSettings.CHARSET, DataSettings.DUPLICATES);

    /** Columns that nobody needs of these users. */
    private static final List<String> NOT_READ = Stream.of(Column.TITLE, Column.GENRES, Column.TIMESTAMP)
            .map(RatingsFile::key)
            .toList();

    private RatingsFile() {}

    private static String key(Column column) {
        return DataSettings.column(column.label());
    }

    /**
     * Checks what a user says of a file.
     *
     * @param form by dotted key, as options give it
     * @throws UserError if it says anything else than how a file is written and which of its rows are events
     */
    public static void check(Map<String, String> form) {
        form.forEach((key, value) -> {
            if (!DataSettings.isReading(key) && !key.equals(PreprocessSettings.RATING_THRESHOLD)) {
                throw new UserError(
                        "-D" + Printable.oneLine(key),
                        "with --users a key that says how the file is written, such as data.columns.user",
                        "another one",
                        "see docs/data.md, or leave it out");
            }
            if (key.equals(DataSettings.FORMAT) && value.equalsIgnoreCase(PARQUET)) {
                throw new UserError(
                        "-D" + DataSettings.FORMAT,
                        "table or lists for a file of users",
                        PARQUET,
                        "write them as text");
            }
        });
        Map<String, String> alone = new TreeMap<>(form); // a wrong value is told before a model is opened
        alone.put(DataSettings.RATINGS, Settings.quoted("users"));
        Settings.defaults(alone);
    }

    /** Whether {@link #reader} reads files in UTF-8, unless the user says otherwise. */
    public static boolean isUtf8(Map<String, Object> configuration) {
        return configuration.get(DataSettings.CHARSET) == null;
    }

    /**
     * What reads a file.
     *
     * @param configuration the model's, by dotted key: of it the keys that say how files are written, and what an event is; it may
     *     be a stranger's
     * @param form what the user says of the file, as {@link #check} takes it
     * @throws UserError if a value of {@code form} is wrong
     */
    public static RatingsReader reader(Path file, Map<String, Object> configuration, Map<String, String> form) {
        Map<String, String> values = new TreeMap<>();
        boolean described =
                form.keySet().stream().anyMatch(key -> !ALWAYS.contains(key)) || RatingsReader.isHeaded(file);
        configuration.forEach((key, value) -> {
            boolean noRatings = key.equals(key(Column.RATING)) && TableFormat.NO_COLUMN.equals(value);
            boolean isRead = ALWAYS.contains(key) || noRatings || (!described && DataSettings.isReading(key));
            if (isRead && value != null) {
                values.put(key, Settings.quoted(value.toString()));
            }
        });
        values.remove(DataSettings.FORMAT, Settings.quoted(PARQUET)); // users are read from text
        values.putAll(form);
        NOT_READ.forEach(key -> values.put(key, TableFormat.NO_COLUMN));
        String name = file.getFileName().toString();
        values.put(DataSettings.RATINGS, Settings.quoted(name)); // which is required; what is read is the caller's
        return RatingsSource.of(Settings.defaults(values)).reader();
    }
}
