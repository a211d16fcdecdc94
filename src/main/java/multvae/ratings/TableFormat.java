package multvae.ratings;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a table's form before its file is looked at. What is not known is found out from its first rows.
 *
 * @param separator between two columns, one or two characters; found out if absent
 * @param header whether the first row names the columns; found out if absent
 * @param quote the character around a value that has separators in it; {@link #NO_QUOTE} for none; absent: the double quote, but
 *     with tabs, spaces and {@code ::} only if all values of a column have it
 * @param charset how the text is encoded
 * @param columns for each column a name, a position from 1, or {@link #NO_COLUMN}; a column that is not there is found out
 */
public record TableFormat(
        Optional<String> separator,
        Optional<Boolean> header,
        Optional<Character> quote,
        Charset charset,
        Map<Column, String> columns) {

    /** No value is quoted. */
    public static final char NO_QUOTE = '\0';

    /** The table does not have the column, whatever its header says. */
    public static final String NO_COLUMN = "none";

    /** Everything is found out; the text is UTF-8. */
    public static final TableFormat UNKNOWN =
            new TableFormat(Optional.empty(), Optional.empty(), Optional.empty(), StandardCharsets.UTF_8, Map.of());

    public TableFormat {
        columns = Map.copyOf(columns);
    }

    /** MovieLens's own files: no header, no quotes, the columns at these positions. */
    static TableFormat fixed(String separator, Charset charset, Map<Column, String> columns) {
        return new TableFormat(Optional.of(separator), Optional.of(false), Optional.of(NO_QUOTE), charset, columns);
    }
}
