package multvae.training;

import java.io.Serializable;

/**
 * How a pass over the users is cut into batches, the last one smaller, and a batch into the parts of workers.
 *
 * @param users in a pass
 * @param batchSize users in a batch, 1 to all
 */
public record BatchPlan(int users, int batchSize) implements Serializable {

    private static final long serialVersionUID = 1;

    /** @param batchSize more than there are users is all of them */
    static BatchPlan of(int users, int batchSize) {
        return new BatchPlan(users, Math.min(batchSize, users));
    }

    /** Batches in a pass. */
    int batches() {
        return (users + batchSize - 1) / batchSize;
    }

    /** Users in the first {@code batches} batches of a pass. */
    int usersIn(int batches) {
        return Math.min(users, batches * batchSize);
    }

    /** Users in the first {@code batches} batches of an epoch of several passes, each as often as it is trained on. */
    int usersBefore(int batches) {
        return batches / batches() * users + usersIn(batches % batches());
    }

    /** Users in a batch of the pass. */
    int size(int batch) {
        return usersIn(batch + 1) - usersIn(batch);
    }

    /** The first row of a batch that is a worker's; its last one is before the next worker's first. */
    int partStart(int batch, int worker, int workers) {
        return (int) ((long) size(batch) * worker / workers);
    }
}
