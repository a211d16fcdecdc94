package multvae.spark;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A user and an item that two rows have: rows of the same source, where that is an error, or events of two sources.
 *
 * @param first the source of the first row
 * @param second the source of the second row
 * @param firstRow the position of the user's first row, by which pairs are told in the files' order
 */
record RepeatedPair(int first, int second, int firstRow, int user, int item) implements Serializable {

    private static final long serialVersionUID = 1;

    /** Those within a source come first, source by source: one process finds them as it reads. */
    static final Comparator<RepeatedPair> ORDER = Comparator.comparing((RepeatedPair pair) -> !pair.isOfOneSource())
            .thenComparingInt(pair -> pair.isOfOneSource() ? pair.first : 0)
            .thenComparingInt(RepeatedPair::firstRow);

    boolean isOfOneSource() {
        return first == second;
    }
}
