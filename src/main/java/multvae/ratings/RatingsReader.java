package multvae.ratings;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import multvae.io.StrictNumbers;
import multvae.io.TextFile;
import multvae.io.UserError;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a file of ratings in one pass. A line is a rating: user, item, rating and, optionally, a timestamp, which is
 * ignored. Ids are whole numbers in [0, 2^63). The rating is a decimal number within the format's scale.
 *
 * <p>Accepted: LF, CRLF or CR; no line end after the last line; blank lines after the last rating; a UTF-8 byte-order
 * mark; ratings in any order.
 *
 * <p>A {@link UserError} with file and line:
 *
 * <ul>
 *   <li>fewer than three or more than four columns, or another separator, which is named if it is a known one
 *   <li>an id that is not a whole number, is negative or does not fit a long
 *   <li>a rating that is not a number, is NaN, infinite or outside of the scale
 *   <li>quotes or spaces around a number, and bytes that are not UTF-8
 *   <li>a pair of user and item that is rated twice anywhere in the file; both lines are named
 *   <li>a header that is missing or has other names, or a header in a format without one
 *   <li>a blank line between ratings, or a line of more than 10,000 characters
 * </ul>
 *
 * <p>A {@link UserError} with the file: it is missing, a directory, unreadable, empty, or has only a header.
 *
 * <p>Memory: about 16 bytes per rating at the peak.
 */
public final class RatingsReader {

    private static final List<String> HEADER = List.of("userId", "movieId", "rating", "timestamp");
    private static final List<String> KNOWN_SEPARATORS = List.of("::", "\t", ",", ";", "|");
    private static final int MIN_COLUMNS = 3;
    private static final int MAX_COLUMNS = 4;

    private final Path file;
    private final RatingsFormat format;
    private final Ratings.Builder ratings;
    private long firstBlankLine;

    private RatingsReader(Path file, RatingsFormat format, double threshold) {
        this.file = file;
        this.format = format;
        this.ratings = new Ratings.Builder(threshold);
    }

    /**
     * Reads the file.
     *
     * @param threshold ratings strictly above it are events
     * @throws UserError as the class describes
     */
    public static Ratings read(Path file, RatingsFormat format, double threshold) {
        return new RatingsReader(file, format, threshold).read();
    }

    private Ratings read() {
        // Without quotes every line is a record, whatever it holds: record numbers are line numbers.
        CSVFormat csv = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(format.separator())
                .setQuote(null)
                .setIgnoreEmptyLines(false)
                .get();
        try (Reader text = TextFile.open(file, StandardCharsets.UTF_8);
                CSVParser parser =
                        CSVParser.builder().setReader(text).setFormat(csv).get()) {
            Iterator<CSVRecord> records = parser.iterator();
            while (records.hasNext()) {
                accept(records.next());
            }
        } catch (UncheckedIOException e) {
            throw TextFile.unreadable(file, e.getCause());
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
        if (ratings.rows() == 0) {
            throw new UserError(file.toString(), "ratings", "none", "check that the file is complete");
        }
        rejectDuplicate();
        return ratings.build();
    }

    private void accept(CSVRecord row) {
        long line = row.getRecordNumber();
        if (row.size() == 1 && row.get(0).isEmpty()) {
            firstBlankLine = firstBlankLine == 0 ? line : firstBlankLine;
            return;
        }
        if (firstBlankLine > 0) {
            throw error(firstBlankLine, "a rating", "a blank line", "remove it");
        }
        checkColumns(row, line);
        if (line == 1 && isHeader(row)) {
            return;
        }
        ratings.add(id(row.get(0), "user", line), id(row.get(1), "item", line), rating(row.get(2), line));
    }

    private void checkColumns(CSVRecord row, long line) {
        if (row.size() == 1) {
            Optional<String> other =
                    KNOWN_SEPARATORS.stream().filter(row.get(0)::contains).findFirst();
            throw error(
                    line,
                    "columns separated by " + TextFile.quote(format.separator()),
                    "one column in " + TextFile.quote(row.get(0))
                            + other.map(s -> ", which has " + TextFile.quote(s)).orElse(""),
                    "choose the data set with that format in data.dataset, or rewrite the file");
        }
        if (row.size() < MIN_COLUMNS || row.size() > MAX_COLUMNS) {
            throw error(
                    line,
                    "the columns user, item, rating and, optionally, timestamp",
                    row.size() + " columns",
                    "fix the line");
        }
    }

    private boolean isHeader(CSVRecord row) {
        List<String> names = row.toList();
        boolean words =
                names.stream().limit(MIN_COLUMNS).allMatch(s -> s.codePoints().anyMatch(Character::isLetter));
        if (!format.header()) {
            if (words) {
                throw error(
                        1,
                        "a rating, this format has no header",
                        quoteLine(names),
                        "remove the line or check data.dataset");
            }
            return false;
        }
        if (!names.equals(HEADER.subList(0, names.size()))) {
            throw error(
                    1,
                    "the header " + String.join(format.separator(), HEADER) + " (timestamp is optional)",
                    quoteLine(names),
                    words ? "rename and order the columns like that" : "put it above the ratings");
        }
        return true;
    }

    private String quoteLine(List<String> columns) {
        return TextFile.quote(String.join(format.separator(), columns));
    }

    private String id(String text, String what, long line) {
        if (text.isEmpty()) {
            throw error(line, "the id of the " + what, "an empty column", "fix the line");
        }
        return text;
    }

    private double rating(String text, long line) {
        double rating = StrictNumbers.rating(text);
        if (!(rating >= format.minRating() && rating <= format.maxRating())) {
            throw error(
                    line,
                    "a rating from " + format.minRating() + " to " + format.maxRating(),
                    TextFile.quote(text),
                    "fix the line");
        }
        return rating;
    }

    private void rejectDuplicate() {
        Optional<Ratings.Builder.Duplicate> found = ratings.duplicate();
        if (found.isPresent()) {
            Ratings.Builder.Duplicate duplicate = found.get();
            throw error(
                    lineOf(duplicate.secondRow()),
                    "one rating of a user for an item",
                    "user " + duplicate.userId() + " and item " + duplicate.itemId() + " a second time, first on line "
                            + lineOf(duplicate.firstRow()),
                    "keep one of the two");
        }
    }

    private long lineOf(int row) {
        return (format.header() ? 2L : 1L) + row;
    }

    private UserError error(long line, String expected, String found, String remedy) {
        return new UserError(file + ":" + line, expected, found, remedy);
    }
}
