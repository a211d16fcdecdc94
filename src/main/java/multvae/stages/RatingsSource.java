package multvae.stages;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
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
import multvae.matrix.Part;
import multvae.ratings.Column;
import multvae.ratings.Dataset;
import multvae.ratings.RatingsFormat;
import multvae.ratings.RatingsReader;
import multvae.ratings.TableFormat;
import multvae.run.Input;
import multvae.run.RunLayout;

/**
 * Where preprocess finds the ratings and the titles: in fetch's directory, or in the user's files, which are never copied.
 *
 * @param dataset the data set that the settings name, if any
 */
record RatingsSource(DataSettings data, SplitSettings split, double threshold, Optional<Dataset> dataset) {

    private static final String RATINGS = "ratings";
    private static final String TITLES = "movies";
    private static final String PARQUET = ".parquet";

    /** @throws multvae.io.UserError if engine = local and an address is named, or what else only Spark reads */
    static RatingsSource of(Settings settings) {
        RatingsSource source = from(settings);
        if (settings.engine().type() == EngineSettings.Type.LOCAL) {
            source.usersFiles().stream()
                    .map(Input::path)
                    .filter(Locations::isAddress)
                    .findFirst()
                    .ifPresent(address -> {
                        throw Locations.needsSpark(address);
                    });
            source.requireNoEngine();
        }
        return source;
    }

    private static RatingsSource from(Settings settings) {
        return new RatingsSource(
                settings.data(),
                settings.preprocess().split(),
                settings.preprocess().ratingThreshold(),
                settings.data().dataset().flatMap(Dataset::named));
    }

    /** What this process alone does not read. */
    private void requireNoEngine() {
        if (data.table().isPresent() && !isGiven()) {
            throw new UserError(
                    "data.table",
                    "ratings in files or from a query, since engine = local",
                    "a table of a catalogue",
                    "read it with -Dengine=spark (docs/spark.md)");
        }
        if (data.form().format() == Format.PARQUET) {
            throw new UserError(
                    "data.format",
                    "table or lists, since engine = local",
                    "parquet",
                    "read it with -Dengine=spark, or " + TextFile.withQuery("'FILE.parquet'"));
        }
    }

    /** What an engine divides. */
    EventSource events(RatingsReader reader, List<Path> files) {
        Optional<String> table = data.table().filter(name -> !isGiven());
        boolean isParquet = data.form().format() == Format.PARQUET
                || (data.form().format() == Format.TABLE
                        && files.stream().allMatch(file -> file.toString().endsWith(PARQUET)));
        return new EventSource(reader, table.isPresent() ? List.of() : files, table, isParquet);
    }

    /** Whether fetch has nothing to bring. */
    boolean isUsersFiles() {
        return data.ratings().isPresent() || isGiven();
    }

    /** Whether fetch writes what is read, in a form of its own. */
    private boolean isQueried() {
        return data.query().isPresent() && !isGiven();
    }

    boolean isGiven() {
        return split.type() == SplitSettings.Type.GIVEN;
    }

    /** The parts of a given split that there are files for, in the order in which they are read. */
    Map<Part, String> given() {
        Map<Part, String> given = new EnumMap<>(Part.class);
        split.train().ifPresent(files -> given.put(Part.TRAIN, files));
        split.validation().ifPresent(files -> given.put(Part.VALIDATION, files));
        split.test().ifPresent(files -> given.put(Part.TEST, files));
        return given;
    }

    /** The name of the input with the ratings. */
    String ratingsInput() {
        if (data.ratings().isPresent()) {
            return RATINGS;
        }
        if (data.table().isPresent()) {
            return RunLayout.SOURCE.name();
        }
        return data.query().isPresent()
                ? RunLayout.QUERY_RESULT.name()
                : new RunLayout.Artifact(RunLayout.FETCH, dataset.orElseThrow().ratingsFile()).name();
    }

    /** The name of the input with a table of titles, which may be missing. */
    String titlesInput() {
        return isUsersFiles()
                        || data.query().isPresent()
                        || data.table().isPresent()
                        || data.titles().isPresent()
                ? TITLES
                : new RunLayout.Artifact(RunLayout.FETCH, format().moviesFile()).name();
    }

    /** The files that fetch brings. */
    List<String> fetched() {
        if (isUsersFiles() || data.table().isPresent()) {
            return List.of();
        }
        return data.query().isPresent()
                ? List.of(RunLayout.QUERY_RESULT.file())
                : List.of(dataset.orElseThrow().ratingsFile(), format().moviesFile());
    }

    /** What preprocess reads. */
    List<Input> inputs() {
        List<Input> inputs = new ArrayList<>();
        for (String file : fetched()) {
            boolean replaced = data.titles().isPresent() && file.equals(format().moviesFile());
            if (!replaced) {
                inputs.add(Input.of(new RunLayout.Artifact(RunLayout.FETCH, file)));
            }
        }
        if (data.table().isPresent() && !isGiven()) {
            inputs.add(Input.of(RunLayout.SOURCE)); // it has a checksum of the table
        }
        inputs.addAll(usersFiles());
        return inputs;
    }

    /**
     * What fetch depends on. It asks a database or a catalogue only for the ratings, and may get others the next time: titles are
     * no reason to ask again.
     */
    List<Input> fetchInputs() {
        boolean asks =
                !isUsersFiles() && (data.query().isPresent() || data.table().isPresent());
        return asks ? List.of() : usersFiles();
    }

    /** The user's files as declared inputs; none if all is fetched. */
    List<Input> usersFiles() {
        List<Input> inputs = new ArrayList<>();
        if (isGiven()) {
            given().forEach((part, files) ->
                    inputs.add(Input.external(part.label(), "preprocess.split." + part.label(), files)));
        } else {
            data.ratings().ifPresent(files -> inputs.add(Input.external(RATINGS, "data.ratings", files)));
        }
        if (data.titles().isPresent()) {
            inputs.add(Input.external(TITLES, "data.titles", data.titles().get()));
        } else if (data.ratings().isPresent() && !isGiven()) {
            inputs.add(Input.optional(TITLES, beside(data.ratings().get())));
        }
        return inputs;
    }

    /** The file of titles beside the ratings. */
    private String beside(String ratings) {
        int slash = Math.max(ratings.lastIndexOf('/'), ratings.lastIndexOf('\\'));
        return ratings.substring(0, slash + 1) + format().moviesFile();
    }

    private RatingsFormat format() {
        return dataset.map(Dataset::format).orElse(RatingsFormat.CSV);
    }

    /** How the ratings are written: as fetch writes the result of a query, or as configured over the data set's format. */
    RatingsReader reader() {
        DataSettings.Form form = data.form();
        return new RatingsReader(new RatingsReader.Options(
                form.format() == Format.LISTS && !isQueried(),
                table(form),
                threshold,
                data.duplicates(),
                split.type() == SplitSettings.Type.TIME,
                isQueried()));
    }

    private TableFormat table(DataSettings.Form form) {
        TableFormat base = format().ratings();
        Map<Column, String> columns = new HashMap<>(base.columns());
        form.columns().forEach((name, chosen) -> columns.put(Column.valueOf(name.toUpperCase(Locale.ROOT)), chosen));
        if (isQueried()) {
            return new TableFormat(
                    Optional.of(","), Optional.of(true), Optional.of('"'), StandardCharsets.UTF_8, columns);
        }
        return new TableFormat(
                form.separator().or(base::separator),
                form.header().or(base::header),
                form.quote().map(RatingsSource::quote).or(base::quote),
                form.charset().orElse(base.charset()),
                columns);
    }

    private static char quote(String configured) {
        return configured.equals(DataSettings.NO_QUOTE) ? TableFormat.NO_QUOTE : configured.charAt(0);
    }

    /** How the titles are written. The user's own table of titles is found out. */
    TableFormat titles() {
        return data.titles().isPresent() ? TableFormat.UNKNOWN : format().movies();
    }
}
