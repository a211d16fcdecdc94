package multvae.ratings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import multvae.io.CsvRecords;
import multvae.io.StrictNumbers;
import multvae.io.TextFile;
import multvae.io.UserError;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads the titles of the items from the file beside the ratings: columns item and title; further columns are ignored. With
 * commas, quotes are RFC 4180's; with other separators a quote is a character like any other. Bytes that the format's
 * charset does not have become U+FFFD: titles are only shown, nothing is computed from them.
 */
public final class Titles {

    private static final String REMEDY = "fix the line, or remove the file: titles are optional";

    private Titles() {}

    /**
     * The titles by raw item id; empty if there is no file of titles.
     *
     * @param ratings the file of ratings; the titles are in {@link RatingsFormat#moviesFile()} beside it
     * @throws UserError with file and line: a line without a title, an item id that is not a whole number in [0, 2^63), an
     *     item that has a title already, a missing header, a quote that does not end; with the file: unreadable
     */
    public static Map<String, String> read(Path ratings, RatingsFormat format) {
        Path file = ratings.resolveSibling(format.moviesFile());
        if (!Files.exists(file)) {
            return Map.of();
        }
        CSVFormat csv = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(format.moviesSeparator())
                .setQuote(format.moviesSeparator().equals(",") ? '"' : null)
                .setIgnoreEmptyLines(false)
                .get();
        Map<String, String> titles = new HashMap<>();
        CsvRecords.forEach(
                file,
                format.moviesCharset(),
                csv,
                REMEDY,
                (row, where) -> add(row, where, format.moviesHeader(), titles));
        return titles;
    }

    private static void add(CSVRecord row, String where, boolean header, Map<String, String> titles) {
        if (row.size() == 1 && row.get(0).isEmpty()) {
            return;
        }
        if (row.size() < 2) {
            throw new UserError(where, "the columns item and title", TextFile.quote(row.get(0)), REMEDY);
        }
        String item = row.get(0);
        if (header && row.getRecordNumber() == 1) {
            if (StrictNumbers.wholeNumber(item) >= 0) {
                throw new UserError(
                        where,
                        "the header movieId,title,genres",
                        TextFile.quote(row.get(0)),
                        "put it above the titles");
            }
            return;
        }
        if (item.isEmpty()) {
            throw new UserError(where, "the id of an item", "an empty column", REMEDY);
        }
        if (titles.putIfAbsent(item, row.get(1)) != null) {
            throw new UserError(where, "one title for an item", "a second one for item " + item, REMEDY);
        }
    }
}
