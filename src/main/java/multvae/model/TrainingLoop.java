package multvae.model;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.listeners.ListenerResponse;
import org.nd4j.autodiff.listeners.ListenerVariables;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.internal.TrainingSession;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Epochs of steps on the graph, with Adam, in the order in which SameDiff's own fit calls its listeners.
 *
 * <p>It stands in for {@code SameDiff.fit}, which leaks two logits-sized arrays and all gradients of every step to the
 * garbage collector, and reports a loss of 0. One loop trains one graph once.
 */
@SuppressWarnings("rawtypes") // SameDiff's own signatures are raw
final class TrainingLoop implements AutoCloseable {

    private static final double ADAM_BETA1 = 0.9;
    private static final double ADAM_BETA2 = 0.999;
    private static final double ADAM_EPSILON = 1e-8;
    private static final List<String> PLACEHOLDERS =
            List.of(ElboGraph.INPUT, ElboGraph.TARGET, ElboGraph.EPSILON, ElboGraph.ANNEAL);

    private final SameDiff sameDiff;
    private final SameDiff gradient;
    private final BatchSource batches;
    private final List<Listener> listeners;
    private final TrainingConfig config;
    private final Map<String, GradientUpdater> updaters = new LinkedHashMap<>();
    private final StepMemory memory = new StepMemory();

    /**
     * @param listeners called in this order; what they require for training is computed in every step
     * @param learningRate Adam's step size
     */
    TrainingLoop(ElboGraph graph, BatchSource batches, double learningRate, List<Listener> listeners) {
        this.sameDiff = graph.sameDiff();
        this.batches = batches;
        this.listeners = List.copyOf(listeners);
        Adam adam = new Adam(learningRate, ADAM_BETA1, ADAM_BETA2, ADAM_EPSILON);
        this.config = TrainingConfig.builder()
                .updater(adam)
                .dataSetFeatureMapping(PLACEHOLDERS)
                .markLabelsUnused()
                .build();
        this.config.setTrainEvaluations(required(sameDiff, listeners));
        sameDiff.setTrainingConfig(config);
        createGradient(sameDiff);
        this.gradient = sameDiff.getFunction("grad");
        this.gradient.setTrainingConfig(config);
        for (String name : graph.parameterNames()) {
            INDArray parameter = graph.parameter(name);
            GradientUpdater<?> updater = adam.instantiate(
                    Map.of(
                            "M",
                            Nd4j.zeros(parameter.dataType(), parameter.shape()),
                            "V",
                            Nd4j.zeros(parameter.dataType(), parameter.shape())),
                    true);
            updaters.put(name, updater);
        }
    }

    /** M2.1 prints a line an op on the standard output, which is the user's. */
    private static void createGradient(SameDiff sd) {
        PrintStream standardOutput = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            sd.createGradFunction();
        } finally {
            System.setOut(standardOutput);
        }
    }

    private static Map<String, List<IEvaluation>> required(SameDiff sd, List<Listener> listeners) {
        Map<String, List<IEvaluation>> variables = new LinkedHashMap<>();
        for (Listener listener : listeners) {
            ListenerVariables required = listener.requiredVariables(sd);
            if (required != null && required.trainingVariables() != null) {
                required.trainingVariables().forEach(name -> variables.put(name, List.of()));
            }
        }
        return variables;
    }

    /** Trains for {@code epochs} passes, or until a listener stops it. */
    void run(int epochs) {
        At at = At.builder()
                .operation(Operation.TRAINING)
                .javaThreadNum(Thread.currentThread().getId())
                .build();
        listeners.forEach(l -> l.operationStart(gradient, Operation.TRAINING));
        boolean stopped = false;
        for (int epoch = 0; epoch < epochs && !stopped; epoch++) {
            at.setEpoch(epoch);
            stopped = runEpoch(at);
        }
        listeners.forEach(l -> l.operationEnd(gradient, Operation.TRAINING));
    }

    private boolean runEpoch(At at) {
        long start = System.nanoTime();
        // A session remembers the ids of all arrays it ever freed; a new one each epoch forgets them.
        TrainingSession session = new TrainingSession(gradient);
        session.setMmgr(memory);
        listeners.forEach(l -> l.epochStart(sameDiff, at));
        batches.startEpoch(at.epoch());
        for (int b = 0; b < batches.batches(); b++) {
            at.setIteration(at.epoch() * batches.batches() + b);
            step(session, batches.batch(b), at);
        }
        long epochMillis = (System.nanoTime() - start) / 1_000_000;
        boolean stop = false;
        for (Listener listener : listeners) {
            stop |= listener.epochEnd(sameDiff, at, null, epochMillis) == ListenerResponse.STOP;
        }
        return stop;
    }

    private void step(TrainingSession session, Batch batch, At at) {
        MultiDataSet features = batch.features();
        listeners.forEach(l -> l.iterationStart(sameDiff, at, features, 0));
        session.trainingIteration(
                config,
                batch.placeholders(),
                updaters.keySet(),
                updaters,
                features,
                List.of(ElboGraph.LOSS),
                listeners,
                at);
        memory.endStep();
    }

    @Override
    public void close() {
        memory.close();
        updaters.values().forEach(TrainingLoop::closeState);
    }

    private static void closeState(GradientUpdater<?> updater) {
        updater.getState().values().forEach(INDArray::close);
    }
}
