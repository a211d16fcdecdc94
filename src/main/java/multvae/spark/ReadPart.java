package multvae.spark;

import java.io.Serializable;
import multvae.io.UserError;
import multvae.ratings.PartRows;
import multvae.ratings.Titles;

/**
 * A part of the rows as it was read, or what is wrong with it. An error is a result: Spark would repeat the task, and bury the line in
 * traces.
 *
 * @param file where the part is
 * @param from what orders the parts of a file: its first byte or row
 */
record ReadPart(String file, long from, PartRows part, UserError error) implements Serializable {

    private static final long serialVersionUID = 1;

    /** What the driver learns of a part. */
    record Summary(Key key, int rows, boolean explicit, long blankLine, Titles titles, UserError error)
            implements Serializable {}

    /** Which part it is. */
    record Key(String file, long from) implements Serializable {}

    Key key() {
        return new Key(file, from);
    }

    Summary summary() {
        return error != null
                ? new Summary(key(), 0, false, 0, Titles.empty(), error)
                : new Summary(key(), part.rows().size(), part.explicit(), part.blankLine(), part.titles(), null);
    }
}
