package multvae.stages;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import multvae.config.DataSettings;
import multvae.config.Settings;
import multvae.config.SplitSettings;
import multvae.matrix.Part;
import multvae.ratings.Dataset;
import multvae.ratings.RatingsFormat;
import multvae.run.Input;
import multvae.run.RunLayout;

/** Where the ratings come from, decided once: what fetch writes of them, and what preprocess reads. */
sealed interface RatingsOrigin {

    /** What stages call the user's table of titles. */
    String TITLES = "movies";

    /** The configuration of a run has one origin; a split that is given in files comes before all others. */
    static RatingsOrigin of(Settings settings) {
        DataSettings data = settings.data();
        Optional<Dataset> dataset = data.dataset().flatMap(Dataset::named);
        RatingsFormat format = dataset.map(Dataset::format).orElse(RatingsFormat.CSV);
        SplitSettings split = settings.preprocess().split();
        if (split.type() == SplitSettings.Type.GIVEN) {
            return GivenFiles.of(split, format);
        }
        if (data.ratings().isPresent()) {
            return new UsersFiles(data.ratings().get(), format);
        }
        if (data.query().isPresent()) {
            return new QueryResult(data.query().get());
        }
        if (data.table().isPresent()) {
            return new CatalogueTable(data.table().get());
        }
        return new Archive(dataset.orElseThrow());
    }

    /** What fetch writes for preprocess, beside its note of the source. */
    default List<RunLayout.Artifact> fetched() {
        return List.of();
    }

    /** What preprocess depends on for the ratings. */
    List<Input> ratings();

    /** The table of titles that comes with the ratings. */
    default Optional<Input> titles() {
        return Optional.empty();
    }

    /** How ratings and titles are written, as far as the origin says it. */
    default RatingsFormat format() {
        return RatingsFormat.CSV;
    }

    /** Whether fetch asks a database or a catalogue, which may give other ratings the next time. */
    default boolean isAsked() {
        return false;
    }

    /** The archive of a data set, which fetch unpacks. */
    record Archive(Dataset dataset) implements RatingsOrigin {

        @Override
        public List<RunLayout.Artifact> fetched() {
            return List.of(ratingsFile(), titlesFile());
        }

        @Override
        public List<Input> ratings() {
            return List.of(Input.of(ratingsFile()));
        }

        @Override
        public Optional<Input> titles() {
            return Optional.of(Input.of(titlesFile()));
        }

        @Override
        public RatingsFormat format() {
            return dataset.format();
        }

        private RunLayout.Artifact ratingsFile() {
            return new RunLayout.Artifact(RunLayout.FETCH, dataset.ratingsFile());
        }

        private RunLayout.Artifact titlesFile() {
            return new RunLayout.Artifact(RunLayout.FETCH, dataset.format().moviesFile());
        }
    }

    /**
     * The user's own files, which are never copied.
     *
     * @param path as {@code data.ratings} names them
     */
    record UsersFiles(String path, RatingsFormat format) implements RatingsOrigin {

        /** What stages call them. */
        static final String NAME = "ratings";

        @Override
        public List<Input> ratings() {
            return List.of(Input.external(NAME, DataSettings.RATINGS, path));
        }

        /** The file of titles beside the ratings, if there is one. */
        @Override
        public Optional<Input> titles() {
            int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
            return Optional.of(Input.optional(TITLES, path.substring(0, slash + 1) + format.moviesFile()));
        }
    }

    /**
     * The user's own files, one or several for each part of a split that the user has made.
     *
     * @param paths as {@code preprocess.split} names them, in the order in which they are read; perhaps none for validation
     */
    record GivenFiles(Map<Part, String> paths, RatingsFormat format) implements RatingsOrigin {

        static GivenFiles of(SplitSettings split, RatingsFormat format) {
            Map<Part, String> paths = new EnumMap<>(Part.class);
            split.train().ifPresent(path -> paths.put(Part.TRAIN, path));
            split.validation().ifPresent(path -> paths.put(Part.VALIDATION, path));
            split.test().ifPresent(path -> paths.put(Part.TEST, path));
            return new GivenFiles(paths, format);
        }

        @Override
        public List<Input> ratings() {
            return List.copyOf(inputs().values());
        }

        /** What preprocess reads each part from. */
        Map<Part, Input> inputs() {
            Map<Part, Input> inputs = new EnumMap<>(Part.class);
            paths.forEach((part, path) ->
                    inputs.put(part, Input.external(part.label(), SplitSettings.file(part.label()), path)));
            return inputs;
        }
    }

    /** The result of a query, which fetch writes in a form of its own. */
    record QueryResult(DataSettings.Query query) implements RatingsOrigin {

        @Override
        public List<RunLayout.Artifact> fetched() {
            return List.of(RunLayout.QUERY_RESULT);
        }

        @Override
        public List<Input> ratings() {
            return List.of(Input.of(RunLayout.QUERY_RESULT));
        }

        @Override
        public boolean isAsked() {
            return true;
        }
    }

    /** A table of an engine's catalogue. Fetch notes its checksum, so that preprocess runs again if the table changes. */
    record CatalogueTable(String name) implements RatingsOrigin {

        @Override
        public List<Input> ratings() {
            return List.of(Input.of(RunLayout.SOURCE));
        }

        @Override
        public boolean isAsked() {
            return true;
        }
    }
}
