package multvae.training;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import multvae.run.RunLayout;
import multvae.weights.Architecture;

/** What a training writes an epoch at a time: history.csv, timings.csv and, where asked for, statistics.dl4j. */
final class RunFiles implements Closeable {

    private static final String TIMINGS = "timings.csv";
    private static final String STATISTICS = "statistics.dl4j";

    private final Path directory;
    private final Architecture architecture;
    private final boolean withStatistics;
    private final HistoryFile history;
    private TimingsFile timings;
    private StatisticsFile statistics; // null unless asked for

    RunFiles(Path directory, Architecture architecture, boolean withStatistics) {
        this.directory = directory;
        this.architecture = architecture;
        this.withStatistics = withStatistics;
        this.history = new HistoryFile(directory.resolve(RunLayout.HISTORY.file()));
    }

    /** Begins with the epochs that are finished already. */
    void start(List<EpochResult> finished) throws IOException {
        history.write(finished);
        timings = new TimingsFile(directory.resolve(TIMINGS), finished.size());
        if (withStatistics) {
            statistics = new StatisticsFile(directory.resolve(STATISTICS), architecture, finished);
        }
    }

    /** @param users how many were trained on in {@code seconds}: fewer than all after an interruption */
    void epochDone(List<EpochResult> finished, double seconds, int users) throws IOException {
        EpochResult last = finished.get(finished.size() - 1);
        history.write(finished);
        timings.append(last.epoch(), seconds, users);
        if (statistics != null) {
            statistics.append(last);
        }
    }

    @Override
    public void close() throws IOException {
        if (statistics != null) {
            statistics.close();
        }
    }
}
