package multvae.training;

/** Other processes that take the steps of a training together: each computes its part of every batch. */
public interface Workers {

    /** Workers at one training. */
    interface Crew extends AutoCloseable {

        /**
         * Has every worker do a round. A worker that was lost is replaced; its successor has no weights, and says so.
         *
         * @return what came of it, the parts added up in the workers' order
         */
        RoundResult run(Round round);

        @Override
        void close();
    }

    /** Into how many parts a batch is divided. */
    int count();

    /** The same workers, for a training on the train and the validation events. */
    Workers onEverything();

    /**
     * Begins a training.
     *
     * @throws multvae.io.UserError if workers do not have the memory for it
     */
    Crew begin(WorkerTask task);
}
