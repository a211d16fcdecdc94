package multvae.spark;

import java.io.Serializable;

/** Decides which rows of which matrices the events of a shard make. Sent to the executors. */
interface Division extends Serializable {

    /** Takes rows. */
    @FunctionalInterface
    interface Sink {

        /**
         * Takes a row.
         *
         * @param columns the items of the row, in any order
         */
        void add(Matrix matrix, int row, int[] columns);
    }

    void rows(Shard shard, Sink sink);
}
