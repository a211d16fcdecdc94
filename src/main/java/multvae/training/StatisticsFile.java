package multvae.training;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import multvae.weights.Architecture;
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

    /** Begins a new file with what is known already: the storage of a program that was killed may be damaged. */
    StatisticsFile(Path file, Architecture architecture, List<EpochResult> history) throws IOException {
        Files.deleteIfExists(file);
        this.storage = new FileStatsStorage(file.toFile());
        SbeStatsInitializationReport start = new SbeStatsInitializationReport();
        start.reportIDs(SESSION, TYPE, WORKER, System.currentTimeMillis());
        String[] layers = architecture.layerNames().toArray(String[]::new);
        start.reportModelInfo("SameDiff", "{}", layers, layers.length, architecture.parameterCount());
        storage.putStaticInfo(start);
        history.forEach(this::append);
    }

    void append(EpochResult result) {
        SbeStatsReport report = new SbeStatsReport();
        report.reportIDs(SESSION, TYPE, WORKER, System.currentTimeMillis());
        report.reportIterationCount((int) result.steps());
        report.reportScore(result.train().loss());
        report.reportLearningRates(Map.of("all", result.learningRate()));
        storage.putUpdate(report);
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}
