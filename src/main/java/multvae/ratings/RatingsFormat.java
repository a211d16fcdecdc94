package multvae.ratings;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * How a data set's files are written.
 *
 * @param ratings the table of ratings
 * @param moviesFile the name of the file with titles and genres, beside the ratings
 * @param movies the table of titles and genres
 */
public record RatingsFormat(TableFormat ratings, String moviesFile, TableFormat movies) {

    private static final Map<Column, String> RATINGS =
            Map.of(Column.USER, "1", Column.ITEM, "2", Column.RATING, "3", Column.TIMESTAMP, "4");
    private static final Map<Column, String> MOVIES = Map.of(Column.ITEM, "1", Column.TITLE, "2", Column.GENRES, "3");
    private static final Map<Column, String> MOVIES_100K = // its genres are flags, a column each
            Map.of(Column.ITEM, "1", Column.TITLE, "2");

    /** MovieLens since 20M: commas and a header. Also where a user's own files begin from. */
    public static final RatingsFormat CSV = new RatingsFormat(TableFormat.UNKNOWN, "movies.csv", TableFormat.UNKNOWN);

    static final RatingsFormat ML_100K = new RatingsFormat(
            TableFormat.fixed("\t", StandardCharsets.UTF_8, RATINGS),
            "u.item",
            TableFormat.fixed("|", StandardCharsets.ISO_8859_1, MOVIES_100K));
    public static final RatingsFormat ML_1M = new RatingsFormat(
            TableFormat.fixed("::", StandardCharsets.UTF_8, RATINGS),
            "movies.dat",
            TableFormat.fixed("::", StandardCharsets.ISO_8859_1, MOVIES));
    static final RatingsFormat ML_10M = new RatingsFormat(
            TableFormat.fixed("::", StandardCharsets.UTF_8, RATINGS),
            "movies.dat",
            TableFormat.fixed("::", StandardCharsets.UTF_8, MOVIES));
}
