package multvae.training;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import multvae.model.Adam;
import multvae.model.Batch;
import multvae.model.Half;
import multvae.model.Network;
import multvae.model.Parameters;
import multvae.model.Randomness;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Operation;

/** How long the steps of a training take, and what in them takes it. */
public final class StepBenchmark {

    /**
     * The seconds of one step.
     *
     * @param half what it has updated
     * @param fill of the host's work on a batch: rows, dropout, noise; done beside the steps, on a thread of its own
     * @param waiting for a batch that is not filled yet
     * @param step from the filled batch to the updated parameters
     * @param processor time that all threads of the process have used from one batch to the next, which other processes' work lengthens
     *     little; NaN if the system does not tell
     */
    public record StepTime(Half half, double fill, double waiting, double step, double processor) {

        /** From asking for a batch to the updated parameters. */
        public double whole() {
            return waiting + step;
        }
    }

    private StepBenchmark() {}

    /**
     * Trains for some steps, from new parameters, and throws the result away. The steps of an epoch's passes are as many in
     * proportion as in a training, each pass cut short.
     *
     * @param warmUp steps that are not measured
     * @param steps steps that are
     * @return the times of these, in their order
     */
    public static List<StepTime> run(TrainingTask task, int warmUp, int steps) {
        MemoryNeed.ofSteps(task).check();
        Randomness.Seeded randomness = new Randomness.Seeded(task.settings().seed());
        List<StepTime> times = new ArrayList<>();
        Passes passes = task.passes();
        try (Parameters parameters = Parameters.initial(task.architecture(), randomness);
                Parameters prior = Parameters.prior(task.architecture(), randomness);
                Network network = Network.of(task.itemLayers(), task.architecture(), parameters, prior);
                Adam adam = new Adam(parameters);
                BatchSource batches = new BatchSource(
                        task.data().train(),
                        task.settings().batchSize(),
                        task.settings().softmax().drawn(),
                        network,
                        randomness)) {
            Clipping clipping = Clipping.of(task.settings().clipNorm());
            TrainingStep training =
                    new TrainingStep(network, adam, clipping, List.of(new KlAnnealing(task.annealing())));
            Watch watch = new Watch(batches, training, task.settings().learningRate());
            int inPass = 0; // steps of this pass so far
            int started = 0; // passes
            int pass = 0; // of an epoch
            for (int t = -warmUp; t < steps; t++) {
                int dueInEpoch = Math.max(0, t) * passes.count() / steps;
                int number = inPass % batches.plan().batches();
                if (dueInEpoch != pass || number == 0) {
                    pass = dueInEpoch;
                    batches.startPass(started++, passes.half(pass));
                    inPass = 0;
                    number = 0;
                }
                inPass++;
                StepTime time = watch.time(passes.half(pass), number, t + warmUp);
                if (t >= 0) {
                    times.add(time);
                }
            }
        }
        return times;
    }

    /** Takes the time of steps. */
    private record Watch(BatchSource batches, TrainingStep training, double learningRate) {

        /**
         * Takes a step.
         *
         * @param half that is updated
         * @param number of the batch in its pass, from 0
         * @param iteration of all steps, from 0
         */
        StepTime time(Half half, int number, int iteration) {
            At at = At.builder()
                    .operation(Operation.TRAINING)
                    .iteration(iteration)
                    .build();
            double processorStart = processorSeconds();
            long start = System.nanoTime();
            Batch.Training batch = batches.batch(number);
            long filled = System.nanoTime();
            training.take(batch, at, iteration, learningRate);
            long end = System.nanoTime();
            return new StepTime(
                    half,
                    batches.lastFillSeconds(),
                    (filled - start) / 1e9,
                    (end - filled) / 1e9,
                    processorSeconds() - processorStart);
        }
    }

    private static double processorSeconds() {
        long nanos =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
        return nanos < 0 ? Double.NaN : nanos / 1e9;
    }
}
