package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import multvae.config.DataSettings;
import multvae.config.PreprocessSettings;
import multvae.config.Settings;
import multvae.config.SplitSettings;
import multvae.io.Plural;
import multvae.matrix.ItemIndex;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.ratings.RatingsReader;
import multvae.ratings.Titles;
import multvae.run.Input;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.run.StageSpec;
import multvae.split.SplitStatistics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ratings to the five matrices of a split. */
public final class PreprocessStage implements Stage {

    private static final Logger LOG = LoggerFactory.getLogger(PreprocessStage.class);

    private static final int VERSION = 3;

    private final Settings settings;
    private final RatingsSource source;
    private final TrainShards shards;
    private final StageSpec spec;
    private Map<String, Object> environment = Map.of();

    public PreprocessStage(Settings settings) {
        this.settings = settings;
        this.source = RatingsSource.of(settings);
        SortedMap<String, Object> slice = settings.slice("preprocess");
        slice.putAll(settings.slice(DataSettings.READING));
        slice.put(DataSettings.DATASET, settings.data().dataset().orElse(null)); // it decides how the ratings are read
        slice.keySet().removeAll(SplitSettings.FILES);
        this.shards = new TrainShards(settings.preprocess().shards());
        if (shards.isEmpty()) { // what was written before there was this key stays fresh
            slice.remove(PreprocessSettings.SHARDS);
        }
        this.spec = new StageSpec(
                RunLayout.PREPROCESS,
                VERSION,
                slice,
                source.inputs(),
                Stream.concat(
                                shards.artifacts(),
                                Stream.of(
                                        RunLayout.TRAIN_MATRIX,
                                        RunLayout.VALIDATION_FOLD_IN,
                                        RunLayout.VALIDATION_HELD_OUT,
                                        RunLayout.TEST_FOLD_IN,
                                        RunLayout.TEST_HELD_OUT,
                                        RunLayout.ITEMS,
                                        RunLayout.USERS,
                                        RunLayout.STATISTICS))
                        .map(RunLayout.Artifact::file)
                        .toList(),
                false);
    }

    @Override
    public StageSpec spec() {
        return spec;
    }

    @Override
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        RatingsReader reader = source.reader();
        Divider.Divided divided = divide(reader, inputs, directory);
        Titles titles = titles(divided, inputs);
        titles.undecodable().ifPresent(LOG::warn);
        ItemIndex.of(divided.itemIds(), titles.titles(), titles.genres())
                .write(directory.resolve(RunLayout.ITEMS.file()));
        UserIndex users = divided.users();
        users.write(directory.resolve(RunLayout.USERS.file()));
        shards.write(directory, users, divided.itemIds().size());
        divided.statistics().write(directory.resolve(RunLayout.STATISTICS.file()));
        describe(divided.statistics());
        Doubts.of(divided, settings.preprocess().ratingThreshold()).forEach(LOG::warn);
        if (settings.preprocess().split().type() == SplitSettings.Type.USERS
                && settings.preprocess().heldOutUsers().isEmpty()) {
            LOG.info(
                    "{} = auto: {} to validate, {} to test",
                    PreprocessSettings.HELD_OUT_USERS,
                    Plural.of(users.size(Part.VALIDATION), "user"),
                    Plural.of(users.size(Part.TEST), "user"));
        }
    }

    private Divider.Divided divide(RatingsReader reader, Inputs inputs, Path directory) throws IOException {
        try (Engine engine = Engine.open(settings.engine())) {
            Divider divider = engine.divider();
            Divider.Divided divided = source.origin() instanceof RatingsOrigin.GivenFiles files
                    ? divider.divideGiven(parts(files, reader, inputs), settings.preprocess(), directory)
                    : divider.divide(
                            events(source.origin().ratings().get(0), reader, inputs), settings.preprocess(), directory);
            environment = engine.environment(); // by now the executors are there
            return divided;
        }
    }

    private Map<Part, EventSource> parts(RatingsOrigin.GivenFiles files, RatingsReader reader, Inputs inputs) {
        Map<Part, EventSource> parts = new EnumMap<>(Part.class);
        files.inputs().forEach((part, input) -> parts.put(part, events(input, reader, inputs)));
        return parts;
    }

    private EventSource events(Input ratings, RatingsReader reader, Inputs inputs) {
        return source.events(reader, inputs.files(ratings.name()));
    }

    @Override
    public Map<String, Object> environment() {
        return environment;
    }

    /** Those of the ratings' own columns, and over them those of a table of titles. */
    private Titles titles(Divider.Divided divided, Inputs inputs) {
        Map<String, String> titles = new HashMap<>(divided.titles().titles());
        Map<String, String> genres = new HashMap<>(divided.titles().genres());
        source.titles().map(Input::name).map(inputs::files).orElse(List.of()).forEach(file -> {
            Titles read = Titles.read(file, source.titlesFormat());
            Doubts.ofTitles(file, read, divided.itemIds()).ifPresent(LOG::warn);
            titles.putAll(read.titles());
            genres.putAll(read.genres());
        });
        return new Titles(titles, genres);
    }

    private static void describe(SplitStatistics statistics) {
        LOG.info(
                "{}, {} of them repeated, {} kept, of {} on {}",
                Plural.of(statistics.ratings(), "row"),
                statistics.repeated(),
                Plural.of(statistics.events(), "event"),
                Plural.of(statistics.users(), "user"),
                Plural.of(statistics.itemsBeforeTrain(), "item"));
        if (statistics.droppedEvents() > 0) {
            LOG.info(
                    "{} left out: training does not have {} or {}",
                    Plural.of(statistics.droppedEvents(), "event"),
                    statistics.droppedEvents() == 1 ? "its item" : "their items",
                    Plural.noun(statistics.droppedEvents(), "user"));
        }
    }
}
