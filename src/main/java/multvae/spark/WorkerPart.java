package multvae.spark;

import java.io.Serializable;
import multvae.io.UserError;
import multvae.stages.TrainMatrices;
import multvae.training.Replica;
import multvae.training.Round;
import multvae.training.RoundResult;
import multvae.training.WorkerTask;

/**
 * A worker's part of a round, on an executor.
 *
 * @param training its name, which no other has
 * @param everything whether the validation events are trained on as well
 */
record WorkerPart(String training, WorkerTask task, TrainMatrices matrices, boolean everything)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /** The executor's copy of the model: one for all of its tasks, of one training at a time. */
    private static final class Kept {

        private static String training = "";
        private static Replica replica;

        static synchronized Replica of(WorkerPart part) {
            if (!training.equals(part.training)) {
                drop();
                replica = new Replica(
                        part.task, part.everything ? part.matrices.readEverything() : part.matrices.readTrain());
                training = part.training;
            }
            return replica;
        }

        static synchronized void drop() {
            training = "";
            if (replica != null) {
                replica.close();
                replica = null;
            }
        }
    }

    RoundResult run(Round round, int worker) {
        try {
            return Kept.of(this).run(round, worker);
        } catch (UserError e) { // an error is a result: Spark would repeat the task, and bury the line in traces
            return new RoundResult.Failed(e);
        }
    }

    /** Frees what this process has kept. */
    static void drop() {
        Kept.drop();
    }
}
