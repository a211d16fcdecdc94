package multvae.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import multvae.baselines.ItemKnn;
import multvae.baselines.ItemNeighbours;
import multvae.baselines.ItemPairs;
import multvae.stages.FitEvents;

/**
 * Sums the pairs of some items over all users, whose rows it reads one after the other: task t of n has the items t, t + n, t + 2n and so
 * on. Each sum has the order of the users, as in one process, so it has the same bits.
 *
 * @param tasks how many there are
 */
record PairTask(FitEvents events, int tasks) implements Serializable {

    private static final long serialVersionUID = 1;

    /** An item's row of X^T X from the diagonal on. */
    static final class Counted implements Serializable {

        private static final long serialVersionUID = 1;

        private final int item;
        private final byte[] packed;

        Counted(int item, int[] counts) {
            this.item = item;
            this.packed = PackedRow.pack(counts);
        }

        int item() {
            return item;
        }

        /** @param counts receives those from the item on, [items] */
        void unpack(int[] counts) {
            PackedRow.unpack(packed, counts, item);
        }
    }

    /** An item's neighbours. */
    static final class Neighbours implements Serializable {

        private static final long serialVersionUID = 1;

        private final int item;
        private final int[] neighbours;
        private final float[] similarities;

        Neighbours(int item, int[] neighbours, float[] similarities) {
            this.item = item;
            this.neighbours = neighbours;
            this.similarities = similarities;
        }

        void give(ItemPairs.Similar taker) {
            taker.item(item, neighbours, similarities);
        }
    }

    private int rows(int task) {
        return (events.items() - task + tasks - 1) / tasks;
    }

    List<Counted> counts(int task) {
        int[][] counts = new int[rows(task)][]; // from the diagonal on
        for (int row = 0; row < counts.length; row++) {
            counts[row] = new int[events.items() - (task + row * tasks)];
        }
        events.forEachRow(items -> {
            for (int k = 0; k < items.length; k++) {
                int item = items[k];
                if (item % tasks == task) {
                    int[] own = counts[item / tasks];
                    for (int other = k; other < items.length; other++) {
                        own[items[other] - item]++;
                    }
                }
            }
        });
        List<Counted> packed = new ArrayList<>(counts.length);
        for (int row = 0; row < counts.length; row++) {
            packed.add(new Counted(task + row * tasks, counts[row]));
            counts[row] = null; // what is packed makes room
        }
        return packed;
    }

    List<Neighbours> neighbours(int task, int k, ItemKnn.Similarity similarity) {
        double[][] both = new double[rows(task)][events.items()];
        double[] sizes = new double[events.items()];
        events.forEachRow(items -> {
            float weight = ItemNeighbours.weight(items.length, similarity);
            for (int item : items) {
                sizes[item] += weight;
                if (item % tasks == task) {
                    double[] own = both[item / tasks];
                    for (int other : items) {
                        own[other] += weight;
                    }
                }
            }
        });
        ItemNeighbours nearest = new ItemNeighbours(k, similarity, sizes);
        List<Neighbours> found = new ArrayList<>(both.length);
        for (int row = 0; row < both.length; row++) {
            nearest.find(
                    task + row * tasks,
                    both[row],
                    (item, neighbours, similarities) -> found.add(new Neighbours(item, neighbours, similarities)));
        }
        return found;
    }
}
