package multvae.stages;

import multvae.baselines.CoOccurrence;
import multvae.baselines.ItemPairs;
import multvae.matrix.CsrMatrix;

/** What baselines are fitted to. */
sealed interface FitData {

    /** The events as an engine has them: if it sums pairs, they stay in their files, and this process reads them for {@link #matrix} only. */
    static FitData of(Engine engine, FitEvents events) {
        return engine.pairs(events)
                .<FitData>map(pairs -> InFiles.of(events, pairs))
                .orElseGet(() -> new InMemory(events.read()));
    }

    int users();

    /** How many there are. */
    long events();

    /** How many users have each item, [items]. */
    int[] usersPerItem();

    /** Whether the matrix is in this process. */
    boolean isInMemory();

    /** All events, [users, items]. */
    CsrMatrix matrix();

    ItemPairs pairs();

    /** What summing pairs takes of Java's heap here, bytes. */
    long pairsHeap();

    default int items() {
        return usersPerItem().length;
    }

    /** What the matrix takes of Java's heap while a baseline is fitted that does not need it, bytes: nothing if it is not there. */
    default long keptBytes() {
        return isInMemory() ? matrixBytes() : 0;
    }

    /** What the matrix takes of Java's heap, bytes. */
    default long matrixBytes() {
        return CsrMatrix.heap(users(), events());
    }

    /** A matrix in memory, whose pairs are summed here. */
    final class InMemory implements FitData {

        private final CsrMatrix matrix;
        private final int[] usersPerItem; // [items]

        /** @param matrix [users, items] */
        InMemory(CsrMatrix matrix) {
            this.matrix = matrix;
            this.usersPerItem = matrix.columnCounts();
        }

        @Override
        public int users() {
            return matrix.rows();
        }

        @Override
        public long events() {
            return matrix.nonZeros();
        }

        @Override
        public int[] usersPerItem() {
            return usersPerItem;
        }

        @Override
        public boolean isInMemory() {
            return true;
        }

        @Override
        public CsrMatrix matrix() {
            return matrix;
        }

        /** Another one for each baseline: what it holds is as large as the matrix, and the next one may need the memory. */
        @Override
        public ItemPairs pairs() {
            return new CoOccurrence(matrix);
        }

        @Override
        public long pairsHeap() {
            return CoOccurrence.heap(matrix);
        }
    }

    /** Files of which an engine sums the pairs. */
    final class InFiles implements FitData {

        private final FitEvents events;
        private final ItemPairs pairs;
        private final int[] usersPerItem; // [items]
        private int users;
        private long count;

        private InFiles(FitEvents events, ItemPairs pairs) {
            this.events = events;
            this.pairs = pairs;
            this.usersPerItem = new int[events.items()];
        }

        static InFiles of(FitEvents events, ItemPairs pairs) {
            InFiles data = new InFiles(events, pairs);
            events.forEachRow(data::count);
            return data;
        }

        private void count(int[] row) {
            users++;
            count += row.length;
            for (int item : row) {
                usersPerItem[item]++;
            }
        }

        @Override
        public int users() {
            return users;
        }

        @Override
        public long events() {
            return count;
        }

        @Override
        public int[] usersPerItem() {
            return usersPerItem;
        }

        @Override
        public boolean isInMemory() {
            return false;
        }

        @Override
        public CsrMatrix matrix() {
            return events.read();
        }

        @Override
        public ItemPairs pairs() {
            return pairs;
        }

        @Override
        public long pairsHeap() {
            return 0;
        }
    }
}
