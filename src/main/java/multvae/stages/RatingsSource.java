package multvae.stages;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import multvae.config.DataSettings;
import multvae.config.DataSettings.Format;
import multvae.config.EngineSettings;
import multvae.config.Settings;
import multvae.config.SplitSettings;
import multvae.io.Locations;
import multvae.io.TextFile;
import multvae.io.UserError;
import multvae.ratings.Column;
import multvae.ratings.RatingsReader;
import multvae.ratings.TableFormat;
import multvae.run.Input;

/**
 * The ratings and the titles of a run, and how they are read.
 *
 * @param data what is configured of their form, over the origin's; and the user's own table of titles
 * @param threshold ratings strictly above it are events
 * @param timestamps whether each row must have a time
 */
record RatingsSource(RatingsOrigin origin, DataSettings data, double threshold, boolean timestamps) {

    private static final String PARQUET = ".parquet";

    /** @throws UserError if engine = local and an address is named, or what else only Spark reads */
    static RatingsSource of(Settings settings) {
        RatingsSource source = new RatingsSource(
                RatingsOrigin.of(settings),
                settings.data(),
                settings.preprocess().ratingThreshold(),
                settings.preprocess().split().type() == SplitSettings.Type.TIME);
        if (settings.engine().type() == EngineSettings.Type.LOCAL) {
            source.requireLocal();
        }
        return source;
    }

    /** Refuses what this process alone does not read. */
    private void requireLocal() {
        usersFiles().stream()
                .map(Input::path)
                .filter(Locations::isAddress)
                .findFirst()
                .ifPresent(address -> {
                    throw Locations.needsSpark(address);
                });
        if (origin instanceof RatingsOrigin.CatalogueTable) {
            throw new UserError(
                    DataSettings.TABLE,
                    "ratings in files or from a query, since engine = local",
                    "a table of a catalogue",
                    "read it with -Dengine=spark (docs/spark.md)");
        }
        if (data.form().format() == Format.PARQUET) {
            throw new UserError(
                    DataSettings.FORMAT,
                    "table or lists, since engine = local",
                    "parquet",
                    "read it with -Dengine=spark, or " + TextFile.withQuery("'FILE.parquet'"));
        }
    }

    /** What preprocess reads. */
    List<Input> inputs() {
        List<Input> inputs = new ArrayList<>(origin.ratings());
        titles().ifPresent(inputs::add);
        return inputs;
    }

    /** What fetch depends on. Titles are no reason to ask a database or a catalogue again. */
    List<Input> fetchInputs() {
        return origin.isAsked() ? List.of() : usersFiles();
    }

    private List<Input> usersFiles() {
        return inputs().stream().filter(Input::isExternal).toList();
    }

    /** The table of titles: the user's own, or the origin's. */
    Optional<Input> titles() {
        return data.titles()
                .map(file -> Input.external(RatingsOrigin.TITLES, DataSettings.TITLES, file))
                .or(origin::titles);
    }

    /** How the titles are written. Of the user's own table it is found out. */
    TableFormat titlesFormat() {
        return data.titles().isPresent() ? TableFormat.UNKNOWN : origin.format().movies();
    }

    /** How the ratings are written: as fetch writes the result of a query, or as configured over the origin's format. */
    RatingsReader reader() {
        boolean queried = origin instanceof RatingsOrigin.QueryResult;
        return new RatingsReader(new RatingsReader.Options(
                data.form().format() == Format.LISTS && !queried,
                queried ? queryResult() : configured(),
                threshold,
                data.duplicates(),
                timestamps,
                queried));
    }

    private TableFormat queryResult() {
        return new TableFormat(
                Optional.of(","), Optional.of(true), Optional.of('"'), StandardCharsets.UTF_8, columns(Map.of()));
    }

    private TableFormat configured() {
        TableFormat base = origin.format().ratings();
        DataSettings.Form form = data.form();
        return new TableFormat(
                form.separator().or(base::separator),
                form.header().or(base::header),
                form.quote().map(RatingsSource::quote).or(base::quote),
                form.charset().orElse(base.charset()),
                columns(base.columns()));
    }

    private Map<Column, String> columns(Map<Column, String> base) {
        Map<Column, String> columns = new HashMap<>(base);
        data.form()
                .columns()
                .forEach((name, chosen) -> columns.put(Column.valueOf(name.toUpperCase(Locale.ROOT)), chosen));
        return columns;
    }

    private static char quote(String configured) {
        return configured.equals(DataSettings.NO_QUOTE) ? TableFormat.NO_QUOTE : configured.charAt(0);
    }

    /**
     * What an engine divides.
     *
     * @param files those of one input
     */
    EventSource events(RatingsReader reader, List<Path> files) {
        if (origin instanceof RatingsOrigin.CatalogueTable table) {
            return new EventSource.CatalogueTable(reader, table.name());
        }
        boolean areParquet = data.form().format() == Format.PARQUET
                || (data.form().format() == Format.TABLE
                        && files.stream().allMatch(file -> file.toString().endsWith(PARQUET)));
        return areParquet ? new EventSource.ParquetFiles(reader, files) : new EventSource.TextFiles(reader, files);
    }
}
