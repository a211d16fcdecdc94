package multvae.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;

/**
 * The run's loss and learning rate an epoch in Deeplearning4j's own stats storage, for its training UI and for programs
 * that read it. It has wall times in it, so no manifest hashes it.
 */
final class StatisticsFile implements Closeable {

    /** The type that Deeplearning4j's training pages look for. */
    private static final String TYPE = "StatsListener";

    private static final String WORKER = "trainer";
    private static final String SESSION = "multvae";

    private final StatsStorage storage;
    private final double learningRate;

    StatisticsFile(Path file, Architecture architecture, double learningRate) {
        this.storage = new FileStatsStorage(file.toFile());
        this.learningRate = learningRate;
        SbeStatsInitializationReport start = new SbeStatsInitializationReport();
        start.reportIDs(SESSION, TYPE, WORKER, System.currentTimeMillis());
        String[] layers =
                architecture.layers().stream().map(Architecture.Layer::name).toArray(String[]::new);
        start.reportModelInfo("SameDiff", "{}", layers, layers.length, architecture.parameterCount());
        storage.putStaticInfo(start);
    }

    void append(EpochResult result) {
        SbeStatsReport report = new SbeStatsReport();
        report.reportIDs(SESSION, TYPE, WORKER, System.currentTimeMillis());
        report.reportIterationCount((int) result.steps());
        report.reportScore(result.train().loss());
        report.reportLearningRates(Map.of("all", learningRate));
        storage.putUpdate(report);
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}
