package multvae.matrix;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The genres of an item in one text, with {@code |} between, as MovieLens has them. They are only shown. */
final class Genres {

    /** How many an item has at most, and how long each is in chars: a stranger's table and bundle may have any. */
    private static final int MOST = 20;

    private static final int MOST_CHARS = 50;

    private static final String BETWEEN = "|";
    private static final Pattern SEPARATOR = Pattern.compile(BETWEEN, Pattern.LITERAL);

    /** What MovieLens has instead of genres. */
    private static final String NONE = "(no genres listed)";

    private Genres() {}

    /** The genres of a table's column, as items.csv has them: each once, the first twenty, cut after fifty chars; often none. */
    static String normal(String text) {
        return SEPARATOR
                .splitAsStream(text)
                .map(String::strip)
                // Before the filter: a long one may begin with what the filter leaves out.
                .map(genre -> Shown.cut(genre, MOST_CHARS))
                .filter(genre -> !genre.isEmpty() && !genre.equals(NONE))
                .distinct()
                .limit(MOST)
                .collect(Collectors.joining(BETWEEN));
    }

    /** Those of a {@link #normal} text. */
    static List<String> list(String normal) {
        return normal.isEmpty() ? List.of() : SEPARATOR.splitAsStream(normal).toList();
    }
}
