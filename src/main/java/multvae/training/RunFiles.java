package multvae.training;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import multvae.io.NamedFile;
import multvae.io.RegularFile;
import multvae.run.RunLayout;
import multvae.training.History.Epoch;
import multvae.weights.Architecture;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;

/** What a training writes after every epoch: history.csv, timings.csv and, if asked for, statistics.dl4j. */
final class RunFiles implements Closeable {

    private static final String TIMINGS = "timings.csv";
    private static final String TIMINGS_HEADER = "epoch,seconds,users_per_second\n";
    private static final int MOST_TIMINGS_BYTES = 1 << 26; // millions of epochs
    private static final String STATISTICS = "statistics.dl4j";

    private final Path history;
    private final Path timings;
    private final Path statisticsFile;
    private final Architecture architecture;
    private final boolean withStatistics;
    private Statistics statistics; // null unless asked for

    RunFiles(Path directory, Architecture architecture, boolean withStatistics) {
        this.history = directory.resolve(RunLayout.HISTORY.file());
        this.timings = directory.resolve(TIMINGS);
        this.statisticsFile = directory.resolve(STATISTICS);
        this.architecture = architecture;
        this.withStatistics = withStatistics;
    }

    /** Begins with the epochs that are finished already. */
    void start(List<Epoch> finished) throws IOException {
        new History(finished).write(history);
        startTimings(finished.size());
        if (withStatistics) {
            statistics = new Statistics(statisticsFile, architecture, finished);
        }
    }

    /** @param users how many were trained on in {@code seconds}: fewer than all after an interruption */
    void epochDone(List<Epoch> finished, double seconds, int users) throws IOException {
        Epoch last = finished.get(finished.size() - 1);
        new History(finished).write(history);
        appendTiming(last.epoch(), seconds, users);
        if (statistics != null) {
            statistics.append(last);
        }
    }

    /**
     * timings.csv: how long each epoch took on the wall clock, without the part before an interruption. No two runs have
     * the same, so no manifest hashes it. Keeps the rows of the first {@code epochs} epochs, if the file has any.
     */
    private void startTimings(int epochs) throws IOException {
        StringBuilder kept = new StringBuilder(TIMINGS_HEADER);
        if (Files.exists(timings)) {
            new String(RegularFile.read(timings, MOST_TIMINGS_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .filter(row -> row.matches("\\d{1,9},.*") && Integer.parseInt(row.split(",", 2)[0]) <= epochs)
                    .forEach(row -> kept.append(row).append('\n'));
        }
        NamedFile.write(timings, kept.toString());
    }

    private void appendTiming(int epoch, double seconds, int users) throws IOException {
        String row = String.format(Locale.ROOT, "%d,%.3f,%.0f\n", epoch, seconds, users / seconds);
        NamedFile.write(timings, row, StandardOpenOption.APPEND);
    }

    @Override
    public void close() throws IOException {
        if (statistics != null) {
            statistics.close();
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
