package multvae.spark;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import multvae.ids.IdList;
import multvae.io.UserError;
import multvae.ratings.DataErrors;
import multvae.ratings.PartRows;
import multvae.ratings.Titles;

/**
 * A part of the rows as it was read, or what is wrong with it.
 *
 * @param source the number of its source, from 0
 * @param file where the part is
 * @param from what orders the parts of a file: its first byte or row
 */
record ReadPart(int source, String file, long from, Attempt<PartRows> read) implements Serializable {

    private static final long serialVersionUID = 1;

    /** One of the only source. */
    ReadPart(String file, long from, Attempt<PartRows> read) {
        this(0, file, from, read);
    }

    /** The same, of a source among several. */
    ReadPart of(int number) {
        return new ReadPart(number, file, from, read);
    }

    /** What the driver learns of a part. */
    record Summary(Key key, int rows, boolean explicit, Titles titles, UserError error) implements Serializable {}

    /** Which part it is. */
    record Key(int source, String file, long from) implements Serializable {}

    /**
     * Where a row is.
     *
     * @param row in the file, from 0
     */
    record Place(String file, long row) implements Serializable {

        private static final long serialVersionUID = 1;

        DataErrors.Row words() {
            return new DataErrors.Row(file, row + 1);
        }
    }

    /** Where the rows of a user and an item are, of a part whose rows are counted. */
    List<Place> places(String userId, String itemId) {
        if (read.error().isPresent()) {
            return List.of();
        }
        PartRows part = part();
        int user = number(part.userIds(), userId);
        int item = number(part.itemIds(), itemId);
        int[] users = part.rows().users();
        int[] items = part.rows().items();
        return IntStream.range(0, users.length)
                .filter(row -> users[row] == user && items[row] == item)
                .mapToObj(row -> new Place(file, from + row))
                .toList();
    }

    private static int number(IdList ids, String id) {
        return IntStream.range(0, ids.size())
                .filter(number -> ids.get(number).equals(id))
                .findFirst()
                .orElse(-1);
    }

    /** What was read. */
    PartRows part() {
        return read.orThrow();
    }

    Key key() {
        return new Key(source, file, from);
    }

    Summary summary() {
        return read.error()
                .map(error -> new Summary(key(), 0, false, Titles.empty(), error))
                .orElseGet(() -> new Summary(key(), part().rows().size(), part().explicit(), part().titles(), null));
    }
}
