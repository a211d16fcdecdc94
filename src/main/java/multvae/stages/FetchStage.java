package multvae.stages;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.config.DataSettings;
import multvae.config.Settings;
import multvae.data.Dataset;
import multvae.download.ArchiveExtractor;
import multvae.download.ArchiveStore;
import multvae.download.BundledSample;
import multvae.download.DownloadProgress;
import multvae.pipeline.Input;
import multvae.pipeline.Stage;

/** Brings the ratings and titles of a data set into the run, or notes which file of the user's stands in for them. */
public final class FetchStage implements Stage {

    static final String NAME = "fetch";
    private static final String SOURCE_FILE = "source.json";

    private final DataSettings data;
    private final RatingsSource source;
    private final DownloadProgress progress;

    public FetchStage(Settings settings, DownloadProgress progress) {
        this.data = settings.data();
        this.source = RatingsSource.of(data);
        this.progress = progress;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    /** The data set's name: where archives are kept and downloaded from does not change what is in them. */
    @Override
    public SortedMap<String, Object> slice() {
        SortedMap<String, Object> slice = new TreeMap<>();
        slice.put("data.dataset", data.dataset().orElse(null));
        return slice;
    }

    @Override
    public List<Input> inputs() {
        return source.usersFiles();
    }

    @Override
    public List<String> outputs() {
        return source.isUsersFile()
                ? List.of(SOURCE_FILE)
                : List.of(
                        SOURCE_FILE,
                        source.dataset().orElseThrow().ratingsFile(),
                        source.format().moviesFile());
    }

    @Override
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("dataset", data.dataset().orElse(null));
        if (source.isUsersFile()) {
            description.put(
                    "ratings",
                    inputs.path("ratings").toAbsolutePath().normalize().toString());
        } else {
            unpack(source.dataset().orElseThrow(), directory);
        }
        JsonFile.write(directory.resolve(SOURCE_FILE), description);
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
