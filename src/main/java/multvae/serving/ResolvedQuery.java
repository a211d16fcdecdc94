package multvae.serving;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A query in the columns of the matrices. */
final class ResolvedQuery {

    private final int[] history;
    private final int[] leftOut;
    private final Optional<int[]> only;
    private final Query query;
    private final List<String> unknownIds;

    private ResolvedQuery(int[] history, int[] leftOut, Optional<int[]> only, Query query, List<String> unknownIds) {
        this.history = history;
        this.leftOut = leftOut;
        this.only = only;
        this.query = query;
        this.unknownIds = unknownIds;
    }

    static ResolvedQuery of(Query query, Items items) {
        Set<String> unknown = new LinkedHashSet<>();
        int[] history = columns(query.likes(), items, unknown);
        int[] excluded = columns(query.exclude(), items, unknown);
        Optional<int[]> only = query.only().map(ids -> columns(ids, items, unknown));
        int[] leftOut = query.includeSeen() ? excluded : union(history, excluded);
        return new ResolvedQuery(history, leftOut, only, query, new ArrayList<>(unknown));
    }

    /** The columns of those ids that have one, ascending, each once. */
    private static int[] columns(List<String> ids, Items items, Set<String> unknown) {
        int[] columns = new int[ids.size()];
        int known = 0;
        for (String id : ids) {
            int column = items.index(id);
            if (column < 0) {
                unknown.add(id);
            } else {
                columns[known++] = column;
            }
        }
        return distinct(Arrays.copyOf(columns, known));
    }

    private static int[] union(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return distinct(both);
    }

    /** Without a stream, which would make an object of each number. Sorts {@code columns}. */
    private static int[] distinct(int[] columns) {
        Arrays.sort(columns);
        int size = 0;
        for (int column : columns) {
            if (size == 0 || columns[size - 1] != column) {
                columns[size++] = column;
            }
        }
        return Arrays.copyOf(columns, size);
    }

    /** What the user has, ascending. */
    int[] history() {
        return history;
    }

    /** What must not be recommended, ascending. */
    int[] leftOut() {
        return leftOut;
    }

    /** What may be recommended, ascending; absent: all. */
    Optional<int[]> only() {
        return only;
    }

    /** How many items to recommend. */
    int top() {
        return query.top();
    }

    /** Whether reasons are asked for, and there are items to give them. */
    boolean explain() {
        return query.explain() && history.length > 0;
    }

    /** The raw ids that have no column, in the query's order. */
    List<String> unknownIds() {
        return unknownIds;
    }

    /** Whether popularity is all that the answer can be based on. */
    boolean byPopularity() {
        return history.length == 0;
    }
}
