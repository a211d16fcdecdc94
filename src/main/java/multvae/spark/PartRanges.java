package multvae.spark;

import java.io.Serializable;
import java.util.List;
import multvae.io.UserError;
import multvae.ratings.PartOrder;

/** Which rows the parts have, in their order: rows are numbered over all sources. */
final class PartRanges implements Serializable {

    private static final long serialVersionUID = 1;

    private final int[] sourceOfPart; // [parts]
    private final int[] firstRowOfPart; // [parts]
    private final int[] firstRowOfSource; // [sources + 1]

    private PartRanges(int[] sourceOfPart, int[] firstRowOfPart, int[] firstRowOfSource) {
        this.sourceOfPart = sourceOfPart;
        this.firstRowOfPart = firstRowOfPart;
        this.firstRowOfSource = firstRowOfSource;
    }

    /**
     * Takes the parts one after the other.
     *
     * @param summaries in the order of the sources and of their files
     * @throws UserError the first mistake of a part, a source without rows, or too many rows
     */
    static PartRanges of(List<Source> sources, List<ReadPart.Summary> summaries) {
        int[] sourceOfPart = new int[summaries.size()];
        int[] firstRowOfPart = new int[summaries.size()];
        int[] firstRowOfSource = new int[sources.size() + 1];
        int part = 0;
        for (int source = 0; source < sources.size(); source++) {
            int first = firstRowOfSource[source];
            PartOrder order = new PartOrder(first);
            int rows = first;
            for (; part < sourceOfPart.length && summaries.get(part).key().source() == source; part++) {
                ReadPart.Summary summary = summaries.get(part);
                sourceOfPart[part] = source;
                firstRowOfPart[part] = rows;
                if (summary.error() != null) {
                    throw summary.error();
                }
                rows = order.take(summary.key().file(), summary.rows());
            }
            if (rows == first) {
                throw sources.get(source).empty();
            }
            firstRowOfSource[source + 1] = rows;
        }
        return new PartRanges(sourceOfPart, firstRowOfPart, firstRowOfSource);
    }

    /** The source of a part. */
    int source(int part) {
        return sourceOfPart[part];
    }

    /** The position of a part's first row. */
    int firstRow(int part) {
        return firstRowOfPart[part];
    }

    /** The source that has a row, at the earliest {@code from}. */
    int sourceOfRow(int row, int from) {
        int source = from;
        while (row >= firstRowOfSource[source + 1]) {
            source++;
        }
        return source;
    }

    /** How many rows all sources have. */
    int rows() {
        return firstRowOfSource[firstRowOfSource.length - 1];
    }
}
