package multvae.training;

import java.io.Serializable;
import multvae.config.ModelSettings.ItemLayers;
import multvae.weights.Architecture;

/**
 * What a worker needs to know of a training, beside the users' events.
 *
 * @param architecture the model
 * @param itemLayers how it is computed
 * @param plan how the users are cut into batches
 * @param workers how many there are
 * @param averageEvery steps between two exchanges: 1 adds up gradients, more averages weights
 * @param clipping of a step's gradients together
 * @param seed of the users' order, dropout and noise
 * @param annealing how beta goes
 * @param need the memory that a worker takes
 */
public record WorkerTask(
        Architecture architecture,
        ItemLayers itemLayers,
        BatchPlan plan,
        int workers,
        int averageEvery,
        Clipping clipping,
        long seed,
        Annealing annealing,
        MemoryNeed need)
        implements Serializable {

    private static final long serialVersionUID = 1;

    static WorkerTask of(TrainingTask task, Annealing annealing) {
        return new WorkerTask(
                task.architecture(),
                task.itemLayers(),
                task.plan(),
                task.settings().parallel().workers(),
                task.settings().parallel().averageEvery(),
                Clipping.of(task.settings().clipNorm()),
                task.settings().seed(),
                annealing,
                MemoryNeed.ofWorker(task));
    }

    /** Whether weights are averaged, rather than gradients added up. */
    boolean averages() {
        return averageEvery > 1;
    }
}
