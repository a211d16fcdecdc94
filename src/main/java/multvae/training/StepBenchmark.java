package multvae.training;

import java.util.ArrayList;
import java.util.List;
import multvae.model.Adam;
import multvae.model.Batch;
import multvae.model.Network;
import multvae.model.Parameters;
import multvae.model.Randomness;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Operation;

/** How long the steps of a training take, and what in them takes it. */
public final class StepBenchmark {

    /**
     * Seconds of each step, warm-up left out.
     *
     * @param fill of the host's work on a batch: rows, dropout, noise; done beside the steps, on a thread of its own
     * @param waiting for a batch that is not filled yet
     * @param step the step itself, from the batch to the updated parameters
     */
    public record Times(List<Double> fill, List<Double> waiting, List<Double> step) {}

    private StepBenchmark() {}

    /**
     * Trains for some steps, from new parameters, and throws the result away.
     *
     * @param warmUp steps that are not measured
     * @param steps steps that are
     */
    public static Times run(TrainingTask task, int warmUp, int steps) {
        MemoryNeed.of(task).check();
        Randomness.Seeded randomness = new Randomness.Seeded(task.settings().seed());
        List<Double> fill = new ArrayList<>();
        List<Double> waiting = new ArrayList<>();
        List<Double> step = new ArrayList<>();
        try (Parameters parameters = Parameters.initial(task.architecture(), randomness);
                Network network = Network.of(task.itemLayers(), task.architecture(), parameters);
                Adam adam = new Adam(parameters);
                BatchSource batches =
                        new BatchSource(task.data().train(), task.settings().batchSize(), network, randomness)) {
            TrainingStep training = new TrainingStep(
                    network, adam, task.settings().clipNorm(), List.of(new KlAnnealing(task.annealing())));
            At at = At.builder().operation(Operation.TRAINING).build();
            for (int t = -warmUp; t < steps; t++) {
                int iteration = t + warmUp;
                int number = iteration % batches.batches();
                if (number == 0) {
                    batches.startEpoch(iteration / batches.batches());
                }
                at.setIteration(iteration);
                long start = System.nanoTime();
                Batch.Training batch = batches.batch(number);
                long filled = System.nanoTime();
                training.take(batch, at, task.settings().learningRate());
                long end = System.nanoTime();
                if (t >= 0) {
                    fill.add(batches.lastFillSeconds());
                    waiting.add((filled - start) / 1e9);
                    step.add((end - filled) / 1e9);
                }
            }
        }
        return new Times(fill, waiting, step);
    }
}
