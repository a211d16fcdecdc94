package multvae.ratings;

import java.util.Optional;
import multvae.config.DataSettings.Duplicates;

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
    void add(TableRow row, Ratings.Builder ratings) {
        String user = row.id(Column.USER);
        String item = row.id(Column.ITEM);
        double rating = Double.POSITIVE_INFINITY; // of a row without one, which is an event
        if (row.has(Column.RATING)) {
            rating = row.rating();
            ratings.add(user, item, rating);
        } else {
            ratings.add(user, item);
        }
        if (keepsRatings) {
            ratings.keepRating(rating);
        }
        if (keepsTimes) {
            ratings.keepTime(row.time());
        }
        row.ifAny(Column.TITLE, title -> titles.titles().putIfAbsent(item, title));
        row.ifAny(Column.GENRES, genres -> titles.genres().putIfAbsent(item, genres));
    }
}
