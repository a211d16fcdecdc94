package multvae.training;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import multvae.run.RunLayout;
import multvae.training.History.Epoch;
import multvae.weights.Architecture;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;

/** What a training writes after every epoch: history.csv, timings.csv and, if asked for, statistics.dl4j. */
final class RunFiles implements Closeable {

    private static final String STATISTICS = "statistics.dl4j";

    private final Path history;
    private final Timings timings;
    private final Path statisticsFile;
    private final Architecture architecture;
    private final boolean withStatistics;
    private Optional<Statistics> statistics = Optional.empty(); // if asked for, once started

    RunFiles(Path directory, Architecture architecture, boolean withStatistics) {
        this.history = directory.resolve(RunLayout.HISTORY.file());
        this.timings = new Timings(directory);
        this.statisticsFile = directory.resolve(STATISTICS);
        this.architecture = architecture;
        this.withStatistics = withStatistics;
    }

    /** Begins with the epochs that are finished already. */
    void start(List<Epoch> finished) throws IOException {
        new History(finished).write(history);
        timings.start(finished.size());
        if (withStatistics) {
            statistics = Optional.of(new Statistics(statisticsFile, architecture, finished));
        }
    }

    /** @param users how many were trained on in {@code seconds}: fewer than all after an interruption */
    void epochDone(List<Epoch> finished, double seconds, int users) throws IOException {
        Epoch last = finished.get(finished.size() - 1);
        new History(finished).write(history);
        timings.append(last.epoch(), seconds, users);
        statistics.ifPresent(written -> written.append(last));
    }

    @Override
    public void close() throws IOException {
        if (statistics.isPresent()) {
            statistics.get().close();
        }
    }

    /**
     * The loss and the learning rate of every epoch in Deeplearning4j's own stats storage, for its training UI and for
     * programs that read it. It has wall times in it, so no manifest hashes it.
     */
    private static final class Statistics implements Closeable {

        /** The type that Deeplearning4j's training pages look for. */
        private static final String TYPE = "StatsListener";

        private static final String WORKER = "trainer";
        private static final String SESSION = "multvae";

        private final StatsStorage storage;

        /** Begins a new file with what is known already: the storage of a program that was killed may be damaged. */
        Statistics(Path file, Architecture architecture, List<Epoch> finished) throws IOException {
            Files.deleteIfExists(file);
            this.storage = new FileStatsStorage(file.toFile());
            SbeStatsInitializationReport start = new SbeStatsInitializationReport();
            start.reportIDs(SESSION, TYPE, WORKER, System.currentTimeMillis());
            String[] layers = architecture.layerNames().toArray(String[]::new);
            start.reportModelInfo("SameDiff", "{}", layers, layers.length, architecture.parameterCount());
            storage.putStaticInfo(start);
            finished.forEach(this::append);
        }

        void append(Epoch epoch) {
            SbeStatsReport report = new SbeStatsReport();
            report.reportIDs(SESSION, TYPE, WORKER, System.currentTimeMillis());
            report.reportIterationCount((int) epoch.steps());
            report.reportScore(epoch.train().loss());
            report.reportLearningRates(Map.of("all", epoch.learningRate()));
            storage.putUpdate(report);
        }

        @Override
        public void close() throws IOException {
            storage.close();
        }
    }
}
