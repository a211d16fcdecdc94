package multvae.ratings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import multvae.config.DataSettings;
import multvae.config.DataSettings.Duplicates;
import multvae.ids.IdNumbers;
import multvae.io.Locations;
import multvae.io.Printable;
import multvae.io.UserError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads ratings from tables or lists. Several reads of one reader number the same users and items.
 *
 * <p>A table has a column of users and one of items, and it may have ratings, timestamps, titles and genres. Columns are recognised by
 * their names, as {@link Column} has them, or configured. Accepted: LF, CRLF or CR; no line end after the last line; empty
 * lines; a first line {@code sep=;}; a byte-order mark; gzip; rows in any order. In lists a line is a user with the user's items.
 *
 * <p>A {@link UserError} with file and line:
 *
 * <ul>
 *   <li>no column of users or items, or two that may be it
 *   <li>more columns than in the first row, or fewer than are read
 *   <li>an id that is empty, has more than 1,000 characters, or bytes that the character set does not have
 *   <li>a rating that is no number, is NaN or infinite
 *   <li>a timestamp that is missing or no time, if timestamps are asked for
 *   <li>a pair of user and item that comes twice, if that is an error; both lines are named
 *   <li>quotes that do not match, a record of more than a million characters
 * </ul>
 *
 * <p>A {@link UserError} with the file: it is missing, a directory, unreadable, no text, empty, or has only a header.
 *
 * <p>A table of more than 16 MiB is read in parts, on the threads of the common fork-join pool, if {@link TableCut} can cut it. What is
 * read does not depend on the number of threads.
 *
 * <p>Memory: about 16 bytes per row at the peak, and 8 more for each of timestamps and {@link Duplicates#MAX}.
 */
public final class RatingsReader {

    private static final Logger LOG = LoggerFactory.getLogger(RatingsReader.class);

    /** A part of a table that one thread reads: long enough that its own numbers of users and items cost little. */
    private static final long PART_BYTES = 1 << 24;

    /** Memory is taken for so many rows at the most before they are read: lines may be empty. */
    private static final int MOST_EXPECTED = 1 << 27;

    /**
     * How the rows are read.
     *
     * @param lists whether the files are lists; they have neither ratings nor timestamps
     * @param table the form of the tables; of lists, their character set
     * @param threshold ratings strictly above it are events
     * @param duplicates which row counts of those with the same user and item; absent: none may be repeated if there are
     *     ratings, else one event stands for them
     * @param timestamps whether each row must have a time
     * @param queried whether the file is the result of {@code data.query}, as {@link SqlQuery} writes it; messages name the query
     *     and its row, as the file is not the user's
     */
    public record Options(
            boolean lists,
            TableFormat table,
            double threshold,
            Optional<Duplicates> duplicates,
            boolean timestamps,
            boolean queried) {

        /** Of the user's own files. */
        public Options(
                boolean lists,
                TableFormat table,
                double threshold,
                Optional<Duplicates> duplicates,
                boolean timestamps) {
            this(lists, table, threshold, duplicates, timestamps, false);
        }
    }

    private final Options options;
    private final Set<Column> required = EnumSet.of(Column.USER, Column.ITEM);
    private final IdNumbers users = new IdNumbers();
    private final IdNumbers items = new IdNumbers();
    private final Titles titles = Titles.empty();
    private final Map<Path, TableLayout> layouts = new HashMap<>(); // of the files read so far
    private Optional<TableLayout> lastWithHeader = Optional.empty();
    private String described = "";
    private final RatingRows rows;
    private long partBytes = PART_BYTES;
    private boolean quiet;

    /** @throws UserError if lists are to have timestamps */
    public RatingsReader(Options options) {
        this.options = options;
        this.rows = new RatingRows(options, titles);
        if (options.timestamps()) {
            if (options.lists()) {
                throw new UserError(
                        DataSettings.FORMAT,
                        "table, since preprocess.split.type = time",
                        "lists, which have no times",
                        "choose another split");
            }
            required.add(Column.TIMESTAMP);
        }
    }

    /** Reads one table with one row for each pair, without a word in the log. */
    public static Ratings read(Path file, RatingsFormat format, double threshold) {
        return new RatingsReader(new Options(false, format.ratings(), threshold, Optional.empty(), false))
                .quiet()
                .read(List.of(file));
    }

    /** Whether the header of a table alone says which columns are the users' and the items'. */
    public static boolean isHeaded(Path table) {
        try {
            return TableLayout.of(table, TableFormat.UNKNOWN, EnumSet.of(Column.USER, Column.ITEM))
                    .header();
        } catch (UserError e) {
            return false; // who reads it in another form says what is wrong
        }
    }

    /** Does not log which columns it reads, for what has been read before. */
    public RatingsReader quiet() {
        quiet = true;
        return this;
    }

    /** Ratings strictly above it are events. */
    public double threshold() {
        return options.threshold();
    }

    /** All that decides what is read from the same bytes, as a text: the same for readers that read the same. */
    public String reading() {
        TableFormat table = options.table();
        return String.join(
                " ",
                String.valueOf(options.lists()),
                table.separator().toString(),
                table.header().toString(),
                table.quote().toString(),
                table.charset().name(),
                new TreeMap<>(table.columns()).toString(),
                String.valueOf(options.threshold()),
                options.duplicates().toString());
    }

    /** Cuts tables into parts of about so many bytes, for tests of the cuts. */
    RatingsReader inPartsOf(long bytes) {
        partBytes = bytes;
        return this;
    }

    /** The titles and genres of items that the tables read so far have; the first of an item. */
    public Titles titles() {
        return titles;
    }

    /**
     * Reads files as one data set, in their order.
     *
     * @param files at least one
     * @throws UserError as the class describes
     */
    public Ratings read(List<Path> files) {
        Ratings.Builder ratings = new Ratings.Builder(options.threshold(), users, items);
        for (Path file : files) {
            if (options.lists()) {
                ItemLists.forEach(file, options.table().charset(), (user, item, line) -> ratings.add(user, item));
            } else {
                readTable(file, ratings);
            }
        }
        if (ratings.rows() == 0) {
            throw empty(files);
        }
        Duplicates duplicates = duplicates(ratings.explicit());
        Rows read = ratings.rowsSoFar();
        Rows.Counted counted = read.count(duplicates, users.size(), items.size());
        int repeated = counted.firstRepeated();
        if (duplicates == Duplicates.ERROR && repeated >= 0) {
            throw repeated(
                    files,
                    users.list().get(read.users()[repeated]),
                    items.list().get(read.items()[repeated]));
        }
        return ratings.build(counted);
    }

    /** A table that can be cut is read in parts, on all threads. */
    private void readTable(Path file, Ratings.Builder ratings) {
        ParallelScan scan = new ParallelScan();
        List<TablePart> parts = parts(List.of(file), partBytes, scan);
        if (parts.size() == 1) {
            Table.forEach(layout(file), row -> rows.add(row, ratings));
            return;
        }
        ratings.expect(
                (int) Math.min(MOST_EXPECTED, scan.lineEnds() - (layout(file).header() ? 1 : 0)));
        ParallelParts.forEach(parts, partReader(), part -> {
            ratings.add(part);
            titles.addMissing(part.titles());
        });
    }

    /**
     * Which row counts of those with the same user and item.
     *
     * @param explicit whether there are ratings
     */
    public Duplicates duplicates(boolean explicit) {
        return options.duplicates().orElse(explicit ? Duplicates.ERROR : Duplicates.ANY);
    }

    /**
     * Cuts files into parts for {@link PartReader}, in their order.
     *
     * @param files at least one
     * @param bytes how many bytes a part has, about
     * @param scan looks through blocks, perhaps on other machines
     * @throws UserError as the class describes, for the first rows of the files
     */
    public List<TablePart> parts(List<Path> files, long bytes, TableCut.Scan scan) {
        TableCut cut = new TableCut(bytes, scan);
        for (Path file : files) {
            if (options.lists()) {
                cut.addWhole(file);
            } else {
                TableLayout layout = layout(file);
                cut.add(layout, isHeadedBy(layout));
                describe(layout);
            }
        }
        return cut.parts();
    }

    /** The table whose header says which columns this one has; empty if it says so itself. */
    private Optional<Path> isHeadedBy(TableLayout layout) {
        return layout.header() ? Optional.empty() : lastWithHeader.map(TableLayout::file);
    }

    /** What reads the parts. */
    public PartReader partReader() {
        return new PartReader(options);
    }

    PartRows readPart(TablePart part) {
        Ratings.Builder ratings = new Ratings.Builder(options.threshold(), users, items);
        Path file = Locations.of(part.file());
        if (options.lists()) {
            ItemLists.forEach(file, options.table().charset(), (user, item, line) -> ratings.add(user, item));
        } else {
            if (!part.headed().isEmpty()) {
                layout(Locations.of(part.headed()));
            }
            Table.forEach(layout(file), part, row -> rows.add(row, ratings));
        }
        return new PartRows(ratings.rowsSoFar(), ratings.explicit(), users.list(), items.list(), titles);
    }

    /**
     * What reads the rows of a table whose values another program takes apart.
     *
     * @param where what the table is called in messages
     * @param names of its columns
     * @throws UserError if the columns of users and items, or configured ones, are not among them
     */
    public ValueReader valueReader(String where, List<String> names) {
        TableColumns columns = TableLayout.ofNames(where, names, options.table(), required);
        Map<Column, Integer> positions = new TreeMap<>();
        List<String> read = new ArrayList<>();
        columns.positions().forEach((column, position) -> {
            if (column != Column.TIMESTAMP || options.timestamps()) {
                positions.put(column, read.size());
                read.add(names.get(position));
            }
        });
        if (!quiet) {
            LOG.info("{}", Printable.oneLine(where + ": " + columns.describe() + columns.describeUnread()));
        }
        return new ValueReader(options, positions, read);
    }

    PartRows readValues(ValueReader.Values rows) {
        Ratings.Builder ratings = new Ratings.Builder(options.threshold(), users, items);
        while (rows.next()) {
            this.rows.add(rows, ratings);
        }
        return new PartRows(ratings.rowsSoFar(), ratings.explicit(), users.list(), items.list(), titles);
    }

    /** The error for files without a row. */
    public UserError empty(List<Path> files) {
        String shown =
                files.size() == 1 ? files.get(0).toString() : files.get(0) + " and " + (files.size() - 1) + " more";
        return DataErrors.empty(shown, options.lists());
    }

    /** That of a table. One without a header after one with it is a part of a table that was cut into files. */
    private TableLayout layout(Path file) {
        return layouts.computeIfAbsent(file, table -> {
            if (options.queried()) {
                return TableLayout.ofQuery(table, options.table(), required);
            }
            TableLayout layout = TableLayout.of(table, options.table(), required);
            if (layout.header()) {
                lastWithHeader = Optional.of(layout);
            } else if (lastWithHeader.isPresent()) {
                return TableLayout.of(table, lastWithHeader.get().continued(), required);
            }
            return layout;
        });
    }

    /** The first of files of the same form speaks for the others. */
    private void describe(TableLayout layout) {
        if (!quiet && !described.equals(layout.describe())) {
            described = layout.describe();
            LOG.info("{}", Printable.oneLine(layout.name() + ": " + described));
        }
    }

    /**
     * The error for two rows with the same user and item, which it looks for in the files.
     *
     * @param files that have them
     */
    public UserError repeated(List<Path> files, String userId, String itemId) {
        return new RowSearch(options, this::layout).repeated(files, userId, itemId);
    }

    /** Where the first row with a user and an item is, as file and line: it reads the files once more. */
    public String place(List<Path> files, String userId, String itemId) {
        return new RowSearch(options, this::layout)
                .places(files, userId, itemId, 1)
                .get(0);
    }
}
