package multvae.ratings;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import multvae.io.CsvRecords;
import multvae.io.TextFile;
import multvae.io.UserError;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The first rows of a table, and what divides them into columns. The separator is the first of tab, {@code ::}, comma,
 * semicolon, bar and space that gives every one of these rows the same number of columns, two or more; of comma, semicolon and
 * bar that all do, the one that gives more. A first line {@code sep=;}, which Excel reads and writes, names it, and is no row.
 *
 * <p>With tabs, spaces and {@code ::} values are quoted if all of some column are, as R writes them; with the others a space may
 * come before a quote if it does so in all rows.
 *
 * @param separator between two columns
 * @param csv how to read the rows
 * @param separatorLine whether the first line names the separator
 * @param firstLine the line that the first of the rows begins on, from 1
 * @param rows those that have a value, spaces around values left out; at least one
 */
record TableSample(String separator, CSVFormat csv, boolean separatorLine, long firstLine, List<List<String>> rows) {

    private static final int SAMPLE_CHARS = 1 << 16;
    private static final int SAMPLE_ROWS = 20;
    private static final List<String> SEPARATORS = List.of("\t", "::", ",", ";", "|", " ");

    /** Those of which one may be within the values that another divides, as a decimal comma is. */
    private static final Set<String> ALIKE = Set.of(",", ";", "|");

    private static final Set<String> UNQUOTED = Set.of("\t", "::", " ");

    /** What servers send instead of a file that they do not have. */
    private static final Pattern PAGE = Pattern.compile("\\s*<(!doctype|html|\\?xml)", Pattern.CASE_INSENSITIVE);

    /** A list or an object, which begins with an object, a list, a text or its end. An id may begin with a bracket. */
    private static final Pattern JSON = Pattern.compile("[\\[{]\\s*[\\[{\"}\\]]");

    /** One character, as in Excel; a longer line is a row. */
    private static final Pattern SEPARATOR_LINE =
            Pattern.compile("(\"?)sep=([^\\p{Alnum}\"\r\n])\\1(?:\r\n|\n|\r|\\z)", Pattern.CASE_INSENSITIVE);

    /** A malformed sep= line. */
    private static final Pattern NO_SEPARATOR_LINE =
            Pattern.compile("\"?sep=(?:|\\\\[a-z]|[^\\p{Alnum}\"\r\n]{2,3})\"?(?:\r|\n)", Pattern.CASE_INSENSITIVE);

    /**
     * Reads the beginning of a file.
     *
     * @throws UserError if the file cannot be read, has no row, or is no table
     */
    static TableSample of(Path file, TableFormat format) {
        String sample = beginning(file, format);
        boolean cut = sample.length() == SAMPLE_CHARS; // more of the file may follow
        String text = cut ? withoutLastLine(sample) : sample;
        Matcher named = SEPARATOR_LINE.matcher(text);
        boolean isNamed = named.lookingAt();
        String rowText = isNamed ? text.substring(named.end()) : text;
        if (!isNamed && NO_SEPARATOR_LINE.matcher(text).lookingAt()) {
            throw new UserError(
                    file + ":1",
                    "sep= and one character, as Excel writes it",
                    TextFile.quote(text.lines().findFirst().orElseThrow()),
                    "correct the line or remove it");
        }
        if (PAGE.matcher(text).lookingAt()) {
            throw new UserError(file + ":1", "a table of columns", "a web page", "download the file itself");
        }
        if (JSON.matcher(text).lookingAt()) {
            throw new UserError(
                    file + ":1",
                    "a table of columns",
                    "JSON",
                    "read it " + TextFile.withQuery("read_json('" + file + "')") + TextFile.OR_CSV);
        }
        String separator = format.separator().orElseGet(() -> isNamed ? named.group(2) : separator(format, rowText));
        CSVFormat csv = csv(format, separator, rowText);
        List<CSVRecord> records = records(csv, rowText);
        List<List<String>> rows = values(records);
        if (rows.isEmpty()) {
            throw isWithoutValues(rowText, separator)
                    ? noRow(file, cut)
                    : new UserError(file + ":1", "a row", "quotes that do not match", "set data.quote = none");
        }
        long linesBefore = rowText.substring(0, (int) records.get(0).getCharacterPosition())
                .lines()
                .count();
        return new TableSample(separator, csv, isNamed, (isNamed ? 2 : 1) + linesBefore, rows);
    }

    private static UserError noRow(Path file, boolean cut) {
        return cut
                ? new UserError(
                        file.toString(),
                        "a row in the first " + SAMPLE_CHARS + " characters",
                        "empty lines",
                        "remove them")
                : new UserError(file.toString(), "rows", "none", "check that the file is complete");
    }

    private static boolean isWithoutValues(String text, String separator) {
        return text.replace(separator, "").replace("\"\"", "").isBlank();
    }

    private static String beginning(Path file, TableFormat format) {
        char[] buffer = new char[SAMPLE_CHARS];
        int length = 0;
        try (Reader text = TextFile.openTable(file, format.charset(), TextFile.MAX_TABLE_LINE_CHARS)) {
            int read = text.read(buffer, 0, SAMPLE_CHARS);
            while (read > 0) {
                length += read;
                read = length == SAMPLE_CHARS ? -1 : text.read(buffer, length, SAMPLE_CHARS - length);
            }
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
        return new String(buffer, 0, length);
    }

    /** Without the line that the end of the sample cuts, unless it is the only one. */
    private static String withoutLastLine(String sample) {
        int end = Math.max(sample.lastIndexOf('\n'), sample.lastIndexOf('\r'));
        return end > 0 ? sample.substring(0, end + 1) : sample;
    }

    private static String separator(TableFormat format, String text) {
        List<String> possible = SEPARATORS.stream()
                .filter(candidate -> !isQuote(format, candidate))
                .toList();
        String best = null;
        int most = 1;
        for (String candidate : possible) {
            int columns = columns(candidate, values(records(csv(format, candidate, text), text)));
            if (columns > most && (best == null || (ALIKE.contains(best) && ALIKE.contains(candidate)))) {
                best = candidate;
                most = columns;
            }
        }
        if (best != null) {
            return best;
        }
        String line = text.lines().findFirst().orElse("");
        return possible.stream().filter(line::contains).findFirst().orElse(possible.get(0));
    }

    /**
     * How many each of the rows has; 0 if they do not have the same number, or there are none, or if what divides them is the space
     * after another separator.
     */
    private static int columns(String separator, List<List<String>> rows) {
        int columns = rows.isEmpty() ? 0 : rows.get(0).size();
        boolean isSpaceAfter =
                separator.equals(" ") && rows.stream().allMatch(row -> ALIKE.contains(lastCharacter(row.get(0))));
        return !isSpaceAfter && rows.stream().allMatch(row -> row.size() == columns) ? columns : 0;
    }

    private static String lastCharacter(String value) {
        return value.substring(Math.max(0, value.length() - 1));
    }

    private static boolean isQuote(TableFormat format, String separator) {
        return format.quote().filter(quote -> separator.indexOf(quote) >= 0).isPresent();
    }

    /** The usual form of rows with this separator, or one with other quotes if the rows show them. */
    private static CSVFormat csv(TableFormat format, String separator, String text) {
        CSVFormat usual = usual(format, separator);
        boolean unquoted = usual.getQuoteCharacter() == null;
        if (unquoted && format.quote().isPresent()) {
            return usual;
        }
        List<CSVRecord> rows = records(usual, text);
        if (!hasColumn(
                rows, unquoted ? TableSample::isQuoted : value -> isAfterSpace(value, usual.getQuoteCharacter()))) {
            return usual;
        }
        CSVFormat quoted = unquoted
                ? usual.builder().setQuote('"').get()
                : usual.builder().setIgnoreSurroundingSpaces(true).get();
        List<CSVRecord> same = records(quoted, text);
        return same.size() == rows.size() && columns(separator, values(same)) > 1 ? quoted : usual;
    }

    /** Whether all values of some column are so, that of the first row aside, which may be a header. */
    private static boolean hasColumn(List<CSVRecord> rows, Predicate<String> isSo) {
        List<CSVRecord> below = rows.size() > 1 ? rows.subList(1, rows.size()) : rows;
        int columns = below.stream().mapToInt(CSVRecord::size).min().orElse(0);
        return IntStream.range(0, columns)
                .anyMatch(column -> below.stream().allMatch(row -> isSo.test(row.get(column))));
    }

    private static boolean isQuoted(String value) {
        String shown = value.strip();
        return shown.length() > 1 && shown.startsWith("\"") && shown.endsWith("\"");
    }

    private static boolean isAfterSpace(String value, char quote) {
        return value.startsWith(" ") && value.stripLeading().indexOf(quote) == 0;
    }

    private static CSVFormat usual(TableFormat format, String separator) {
        if (isQuote(format, separator)) {
            throw new UserError(
                    "data.quote",
                    "another character than in data.separator",
                    TextFile.quote(separator) + " in both",
                    "correct one of them");
        }
        char quote = format.quote().orElse(UNQUOTED.contains(separator) ? TableFormat.NO_QUOTE : '"');
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator)
                .setQuote(quote == TableFormat.NO_QUOTE ? null : quote)
                .setIgnoreEmptyLines(false)
                .get();
    }

    /** The first rows that have a value, as far as they can be read. */
    private static List<CSVRecord> records(CSVFormat csv, String text) {
        List<CSVRecord> rows = new ArrayList<>();
        try (CSVParser parser = CSVParser.builder()
                .setReader(new StringReader(text))
                .setFormat(csv)
                .get()) {
            for (CSVRecord row : parser) {
                if (CsvRecords.hasValue(row)) {
                    rows.add(row);
                }
                if (rows.size() == SAMPLE_ROWS) {
                    break;
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return rows; // quotes that do not match: whoever reads the rows names the line
        }
        return rows;
    }

    private static List<List<String>> values(List<CSVRecord> records) {
        return records.stream()
                .map(row -> row.stream().map(String::strip).toList())
                .toList();
    }
}
