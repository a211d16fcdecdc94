package multvae.stages;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.config.DataSettings;
import multvae.config.Settings;
import multvae.download.ArchiveExtractor;
import multvae.download.ArchiveStore;
import multvae.download.BundledSample;
import multvae.download.DownloadProgress;
import multvae.io.Json;
import multvae.ratings.Dataset;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.run.StageSpec;

/** Brings the ratings and titles of a data set into the run, or notes which file of the user's is read instead. */
public final class FetchStage implements Stage {

    private static final int VERSION = 1;

    /**
     * source.json.
     *
     * @param dataset the data set's name, or null
     * @param ratings the absolute path of the user's file; null if there is none
     */
    private record Source(String dataset, @JsonInclude(JsonInclude.Include.NON_NULL) String ratings) {}

    private final DataSettings data;
    private final RatingsSource source;
    private final DownloadProgress progress;
    private final StageSpec spec;

    public FetchStage(Settings settings, DownloadProgress progress) {
        this.data = settings.data();
        this.source = RatingsSource.of(data);
        this.progress = progress;
        // Where archives come from and go to does not change what is in them.
        SortedMap<String, Object> slice = new TreeMap<>();
        slice.put("data.dataset", data.dataset().orElse(null));
        this.spec = new StageSpec(
                RunLayout.FETCH,
                VERSION,
                slice,
                source.usersFiles(),
                source.isUsersFile()
                        ? List.of(RunLayout.SOURCE.file())
                        : List.of(
                                RunLayout.SOURCE.file(),
                                source.dataset().orElseThrow().ratingsFile(),
                                source.format().moviesFile()),
                false);
    }

    @Override
    public StageSpec spec() {
        return spec;
    }

    @Override
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        String ratings = null;
        if (source.isUsersFile()) {
            ratings = inputs.path("ratings").toAbsolutePath().normalize().toString();
        } else {
            unpack(source.dataset().orElseThrow(), directory);
        }
        Json.write(
                directory.resolve(RunLayout.SOURCE.file()),
                new Source(data.dataset().orElse(null), ratings));
    }

    private void unpack(Dataset dataset, Path directory) throws IOException {
        if (dataset.bundled()) {
            BundledSample.copyTo(directory);
            return;
        }
        try {
            Path archive = new ArchiveStore(data, progress).fetch(dataset);
            new ArchiveExtractor().extract(archive, dataset, directory);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while fetching " + dataset.name()).initCause(e);
        }
    }
}
