package multvae.ratings;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The format of a file of ratings: columns user, item, rating and, optionally, timestamp.
 *
 * @param separator between two columns: {@code ","}, {@code "::"} or a tab
 * @param header whether the first line names the columns {@code userId,movieId,rating[,timestamp]}
 * @param minRating the lowest rating that the scale has, inclusive
 * @param maxRating the highest rating that the scale has, inclusive
 * @param moviesFile the name of the file with titles, beside the ratings
 * @param moviesSeparator between the columns item, title, ... of the file of titles
 * @param moviesHeader whether the file of titles begins with a header line
 * @param moviesCharset how the file of titles is encoded
 */
public record RatingsFormat(
        String separator,
        boolean header,
        double minRating,
        double maxRating,
        String moviesFile,
        String moviesSeparator,
        boolean moviesHeader,
        Charset moviesCharset) {

    /** MovieLens since 20M: commas, a header, half stars. Also the format of a user's own file. */
    public static final RatingsFormat CSV =
            new RatingsFormat(",", true, 0.5, 5, "movies.csv", ",", true, StandardCharsets.UTF_8);

    static final RatingsFormat ML_100K =
            new RatingsFormat("\t", false, 1, 5, "u.item", "|", false, StandardCharsets.ISO_8859_1);
    public static final RatingsFormat ML_1M =
            new RatingsFormat("::", false, 1, 5, "movies.dat", "::", false, StandardCharsets.ISO_8859_1);
    static final RatingsFormat ML_10M =
            new RatingsFormat("::", false, 0.5, 5, "movies.dat", "::", false, StandardCharsets.UTF_8);
}
