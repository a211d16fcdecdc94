package multvae.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import multvae.config.ModelSettings;
import multvae.config.TrainSettings;
import org.nd4j.linalg.api.buffer.DataType;

/** Trains a Mult-VAE on the train users and delivers the weights of the best validation epoch. */
public final class Trainer {

    /** The model, in the directory that {@link #train} was given. */
    public static final String MODEL_FILE = "model.fb";
    /** A row an epoch. */
    public static final String HISTORY_FILE = "history.csv";

    private static final String STATISTICS_FILE = "statistics.dl4j";

    private Trainer() {}

    /**
     * Trains, validating after every epoch.
     *
     * @param directory receives {@value #MODEL_FILE}, {@value #HISTORY_FILE} and, where asked for, the statistics
     * @param progress told of epochs and steps
     * @return the best epoch, from 1
     */
    public static int train(
            TrainingData data, ModelSettings model, TrainSettings settings, Path directory, TrainingProgress progress)
            throws IOException {
        Architecture architecture = new Architecture(data.train().columns(), model.qDims(), model.pDims());
        ElboGraph graph = ElboGraph.create(architecture, DataType.FLOAT);
        SeededRandomness randomness = new SeededRandomness(settings.seed());
        Initializer.initialize(graph, randomness);
        BestWeights best = new BestWeights(graph);

        try (BatchSource batches =
                        new BatchSource(data.train(), settings.batchSize(), model.dropout(), architecture, randomness);
                ModelScorer scorer = new ModelScorer(graph);
                HistoryFile history = new HistoryFile(directory.resolve(HISTORY_FILE));
                StatisticsFile statistics = settings.statistics()
                        ? new StatisticsFile(directory.resolve(STATISTICS_FILE), architecture, settings.learningRate())
                        : null) {
            KlAnnealing annealing =
                    new KlAnnealing(Annealing.of(settings.anneal(), batches.batches(), settings.epochs()));
            LossMeter meter = new LossMeter(annealing);
            ProgressReport report = new ProgressReport(progress, settings.epochs(), batches.users(), annealing, meter);
            Validation validation =
                    new Validation(scorer, data, settings.batchSize(), annealing, meter, best, result -> {
                        history.append(result);
                        if (statistics != null) {
                            statistics.append(result);
                        }
                        report.epochDone(result);
                    });
            try (TrainingLoop loop = new TrainingLoop(
                    graph, batches, settings.learningRate(), List.of(annealing, meter, report, validation))) {
                loop.run(settings.epochs());
            }
        }
        best.restore();
        TrainedModel.save(graph, directory.resolve(MODEL_FILE));
        return best.epoch() + 1;
    }
}
