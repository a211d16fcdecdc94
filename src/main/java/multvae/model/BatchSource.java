package multvae.model;

import multvae.data.CsrMatrix;

/** The train users in batches, shuffled anew in every epoch; the last, smaller batch is kept. */
final class BatchSource implements AutoCloseable {

    private final CsrMatrix train;
    private final double dropout;
    private final Randomness randomness;
    private final Batch full;
    private final Batch last; // the smaller one; the same as full where batches divide the users
    private int epoch;
    private int[] order = new int[0];

    /** @param batchSize users in a batch; more than there are is all of them */
    BatchSource(CsrMatrix train, int batchSize, double dropout, Architecture architecture, Randomness randomness) {
        this.train = train;
        this.dropout = dropout;
        this.randomness = randomness;
        int size = Math.min(batchSize, train.rows());
        int rest = train.rows() % size;
        this.full = new Batch(size, architecture);
        this.last = rest == 0 ? full : new Batch(rest, architecture);
    }

    /** Batches in an epoch. */
    int batches() {
        return (train.rows() + full.users() - 1) / full.users();
    }

    /** Users in an epoch. */
    int users() {
        return train.rows();
    }

    /** Shuffles the users for {@code epoch}, from 0. */
    void startEpoch(int epoch) {
        this.epoch = epoch;
        this.order = randomness.userOrder(epoch, train.rows());
    }

    /** The {@code index}-th batch of the epoch, valid until the next one is asked for. */
    Batch batch(int index) {
        Batch batch = index + 1 < batches() ? full : last;
        batch.fill(train, order, index * full.users(), epoch, index, dropout, randomness);
        return batch;
    }

    @Override
    public void close() {
        full.close();
        if (last != full) {
            last.close();
        }
    }
}
