package multvae.ratings;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import multvae.io.TextFile;

/** Reads rows whose values another program has taken apart, as those of a table are read; it can be sent to another machine. */
public final class ValueReader implements Serializable {

    private static final long serialVersionUID = 1;

    private final PortableOptions options;
    private final Map<Column, Integer> positions;
    private final List<String> names;

    /**
     * @param positions of the columns that are read
     * @param names of the columns by position
     */
    ValueReader(RatingsReader.Options options, Map<Column, Integer> positions, List<String> names) {
        this.options = PortableOptions.of(options);
        this.positions = positions;
        this.names = names;
    }

    /** Rows, one after the other. */
    public interface Cursor {

        /** Goes to the next row, first to the first one; false if there is none. */
        boolean next();

        /** The text in one of {@link #names}; empty for none. */
        String value(int position);

        /** Where the row is, in words. */
        String where();
    }

    /** The names of the columns that are read, those of users and items first. */
    public List<String> names() {
        return names;
    }

    /** What a column means: {@code user}, {@code rating}. */
    public String meaning(int position) {
        return positions.entrySet().stream()
                .filter(entry -> entry.getValue() == position)
                .findFirst()
                .orElseThrow()
                .getKey()
                .label();
    }

    /**
     * Reads rows. Their users and items have numbers of their own.
     *
     * @throws multvae.io.UserError as {@link RatingsReader} describes
     */
    public PartRows read(Cursor rows) {
        return new RatingsReader(options.options()).quiet().readValues(new Values(rows, positions));
    }

    /** The row that the cursor is at. */
    record Values(Cursor rows, Map<Column, Integer> positions) implements TableRow {

        boolean next() {
            return rows.next();
        }

        @Override
        public boolean has(Column column) {
            return positions.containsKey(column);
        }

        @Override
        public String value(Column column) {
            return TextFile.stripped(rows.value(positions.get(column)));
        }

        @Override
        public String where() {
            return rows.where();
        }
    }
}
