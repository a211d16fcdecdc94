package multvae.ratings;

import java.util.Optional;
import java.util.OptionalLong;
import multvae.config.DataSettings.Duplicates;
import multvae.io.StrictNumbers;
import multvae.io.TextFile;
import multvae.io.Timestamps;

/** What the rows of a table of ratings mean. */
final class RatingRows {

    private final boolean keepsRatings;
    private final boolean keepsTimes;
    private final Titles titles;

    /** @param titles takes those that the rows have */
    RatingRows(RatingsReader.Options options, Titles titles) {
        this.keepsRatings = options.duplicates().equals(Optional.of(Duplicates.MAX));
        this.keepsTimes = options.timestamps();
        this.titles = titles;
    }

    /**
     * Adds a row.
     *
     * @throws multvae.io.UserError as {@link RatingsReader} describes
     */
    void add(Table row, Ratings.Builder ratings) {
        String user = row.id(Column.USER);
        String item = row.id(Column.ITEM);
        double rating = Double.POSITIVE_INFINITY; // of a row without one, which is an event
        if (row.has(Column.RATING)) {
            rating = rating(row);
            ratings.add(user, item, rating);
        } else {
            ratings.add(user, item);
        }
        if (keepsRatings) {
            ratings.keepRating(rating);
        }
        if (keepsTimes) {
            ratings.keepTime(time(row));
        }
        if (row.has(Column.TITLE)) {
            titles.titles().putIfAbsent(item, row.value(Column.TITLE));
        }
        row.ifAny(Column.GENRES, genres -> titles.genres().putIfAbsent(item, genres));
    }

    private static double rating(Table row) {
        String text = row.value(Column.RATING);
        double rating = StrictNumbers.decimal(text);
        if (!Double.isFinite(rating)) {
            throw row.error(
                    "a number as the rating",
                    TextFile.quote(text),
                    "fix the line, or set data.columns.rating = none if every row is an event");
        }
        return rating;
    }

    private static long time(Table row) {
        String text = row.value(Column.TIMESTAMP);
        OptionalLong time = Timestamps.parse(text);
        if (time.isEmpty()) {
            throw row.error(
                    "a number or an ISO 8601 date as the timestamp, since preprocess.split.type = time",
                    text.isEmpty() ? "none" : TextFile.quote(text),
                    "fix the line, or choose another split");
        }
        return time.getAsLong();
    }
}
