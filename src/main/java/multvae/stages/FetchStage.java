package multvae.stages;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.config.DataSettings;
import multvae.config.Database;
import multvae.config.EngineSettings;
import multvae.config.Settings;
import multvae.download.ArchiveExtractor;
import multvae.download.ArchiveStore;
import multvae.download.BundledSample;
import multvae.download.DownloadProgress;
import multvae.io.Json;
import multvae.io.Locations;
import multvae.io.Plural;
import multvae.ratings.Dataset;
import multvae.ratings.SqlQuery;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.run.StageSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the ratings and titles of a data set or the result of a query into the run, or notes which files of the user's are read instead. */
public final class FetchStage implements Stage {

    private static final Logger LOG = LoggerFactory.getLogger(FetchStage.class);

    private static final int VERSION = 1;

    private final DataSettings data;
    private final EngineSettings engine;
    private final RatingsSource source;
    private final DownloadProgress progress;
    private final StageSpec spec;

    public FetchStage(Settings settings, DownloadProgress progress) {
        this.data = settings.data();
        this.engine = settings.engine();
        this.source = RatingsSource.of(settings);
        this.progress = progress;
        // Where archives come from and go to does not change what is in them.
        SortedMap<String, Object> slice = new TreeMap<>();
        slice.put(DataSettings.DATASET, data.dataset().orElse(null));
        data.query().ifPresent(query -> {
            slice.put(DataSettings.QUERY, query.sql());
            slice.put("data.jdbc.url", query.database().map(Database::url).orElse(null));
        });
        data.table().ifPresent(table -> slice.put(DataSettings.TABLE, table));
        List<String> outputs = new ArrayList<>(List.of(RunLayout.SOURCE.file()));
        source.origin().fetched().stream().map(RunLayout.Artifact::file).forEach(outputs::add);
        this.spec = new StageSpec(RunLayout.FETCH, VERSION, slice, source.fetchInputs(), outputs, false);
    }

    @Override
    public StageSpec spec() {
        return spec;
    }

    @Override
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("dataset", data.dataset().orElse(null));
        description.putAll(bring(inputs, directory));
        Json.write(directory.resolve(RunLayout.SOURCE.file()), description);
    }

    /** Writes what the origin has for preprocess; returns what is to be known of it. */
    private Map<String, Object> bring(Inputs inputs, Path directory) throws IOException {
        Map<String, Object> description = new LinkedHashMap<>();
        RatingsOrigin origin = source.origin();
        if (origin instanceof RatingsOrigin.Archive archive) {
            unpack(archive.dataset(), directory);
        } else if (origin instanceof RatingsOrigin.UsersFiles own) {
            description.put("ratings", absolute(own.path()));
            int files = inputs.files(RatingsOrigin.UsersFiles.NAME).size();
            if (files > 1) {
                description.put("files", files);
            }
        } else if (origin instanceof RatingsOrigin.QueryResult result) {
            description.put("query", result.query().sql());
            description.put("rows", ask(result.query(), directory.resolve(RunLayout.QUERY_RESULT.file())));
        } else if (origin instanceof RatingsOrigin.CatalogueTable table) {
            Catalogue.Content content = lookThrough(table.name());
            description.put("rows", content.rows());
            description.put("table", table.name());
            description.put("checksum", content.checksum());
        } // the files of a given split are read where they are
        return description;
    }

    private Catalogue.Content lookThrough(String table) {
        try (Engine open = Engine.open(engine)) {
            Catalogue.Content content = open.catalogue().orElseThrow().content(source.reader(), table);
            LOG.info("the table {} has {}", table, Plural.of(content.rows(), "row"));
            return content;
        }
    }

    private static long ask(DataSettings.Query query, Path file) {
        SqlQuery.Result result = SqlQuery.writeCsv(query.sql(), query.database(), System::getenv, file);
        LOG.info("the query returned {} of {}", Plural.of(result.rows(), "row"), String.join(", ", result.columns()));
        return result.rows();
    }

    private static String absolute(String path) {
        return Locations.isAddress(path)
                ? path
                : Path.of("").toAbsolutePath().resolve(path).normalize().toString();
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
