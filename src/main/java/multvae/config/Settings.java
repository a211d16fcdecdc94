package multvae.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import multvae.io.UserError;

/**
 * The whole configuration of a run: a file's settings, those of the command line over it, the defaults below it.
 *
 * <p>A relative path is relative to the working directory, not to the file that names it.
 */
public final class Settings {

    /** The command line's option for {@link #loadTrusted}. */
    public static final String TRUST_OPTION = "--trust-config";

    private static final Path RUNS = Path.of("runs");
    private static final String DEFAULTS = "defaults";
    private static final String NO_DATA = "none"; // the caller has the matrices
    private static final String EXTENSION = ".conf";
    private static final ValueType<Long> SEED = ValueType.longInteger(Long.MIN_VALUE, Long.MAX_VALUE);

    private final Path runDirectory;
    private final List<Long> seeds;
    private final EngineSettings engine;
    private final DataSettings data;
    private final PreprocessSettings preprocess;
    private final ModelSettings model;
    private final TrainSettings train;
    private final EvaluateSettings evaluate;
    private final SweepSettings sweep;
    private final TuneSettings tune;
    private final SortedMap<String, Object> values;
    private final SortedSet<String> given;

    private Settings(Reader reader, Path file, Collection<String> datasets) {
        Section root = reader.root();
        Section run = root.section("run");
        this.runDirectory = runDirectory(run, file);
        this.seeds = run.optionalList("seeds", SEED).orElse(List.of());
        run.require(new HashSet<>(seeds).size() == seeds.size(), "seeds", "each seed once", "seeds");
        this.engine = EngineSettings.read(root);
        this.preprocess = PreprocessSettings.read(root.section("preprocess"));
        boolean givenSplit = preprocess.split().type() == SplitSettings.Type.GIVEN;
        this.data = DataSettings.read(root.section("data"), datasets, givenSplit);
        this.model = ModelSettings.read(root.section("model"));
        Section training = root.section("train");
        TrainSettings once = TrainSettings.read(training);
        requireTogether(root, training, engine, model, once);
        this.train = seeds.isEmpty() ? once : once.withSeed(training.derived("seed", seeds.get(0), SEED));
        this.evaluate = EvaluateSettings.read(root.section("evaluate"));
        this.sweep = SweepSettings.read(root.section("sweep"));
        this.tune = TuneSettings.read(root.section("tune"));
        this.values = reader.finish();
        this.given = reader.given();
    }

    private static Path runDirectory(Section run, Path file) {
        return run.optional("directory", ValueType.path())
                .orElseGet(() -> run.derived("directory", RUNS.resolve(stem(file)), ValueType.path()));
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        boolean cut = name.endsWith(EXTENSION) && name.length() > EXTENSION.length();
        return cut ? name.substring(0, name.length() - EXTENSION.length()) : name;
    }

    /** Checks what keys of several sections say together. */
    private static void requireTogether(
            Section root, Section training, EngineSettings engine, ModelSettings model, TrainSettings train) {
        training.require(
                train.parallel().workers() == 1 || engine.type() == EngineSettings.Type.SPARK,
                "workers",
                "1 with engine = local: several need engine = spark",
                "workers");
        root.require(
                train.softmax().type() == SoftmaxSettings.Type.FULL
                        || model.itemLayers() == ModelSettings.ItemLayers.SPARSE,
                SoftmaxSettings.KEY,
                "full with model.itemLayers = dense, whose graph has all items",
                "model.itemLayers");
        training.require(
                !model.type().annealed()
                        || train.anneal().type() != TrainSettings.AnnealType.SEARCH
                        || train.anneal().totalSteps().orElse(1) > 0,
                "anneal.totalSteps",
                "a number above 0 with anneal.type = search, whose two trainings would be the same",
                "anneal.type");
    }

    /** As other settings, but trained from another seed and compared with no baselines. */
    private Settings(Settings other, long seed) {
        this.runDirectory = other.runDirectory;
        this.seeds = List.of();
        this.engine = other.engine;
        this.data = other.data;
        this.preprocess = other.preprocess;
        this.model = other.model;
        this.train = other.train.withSeed(seed);
        this.evaluate = other.evaluate.withoutBaselines();
        this.sweep = other.sweep;
        this.tune = other.tune;
        this.given = other.given;
        SortedMap<String, Object> all = new TreeMap<>(other.values);
        all.put("run.seeds", null);
        all.put(TrainSettings.SEED, seed);
        all.put("evaluate.baselines", List.of());
        this.values = all;
    }

    /**
     * Reads and checks everything. The file may be a stranger's: it reads no environment variable, includes nothing from outside
     * of its directory, and takes little time and memory whatever is in it.
     *
     * @param file HOCON; a file that it includes is looked for beside it; {@code ${train.epochs}} is the value of another key
     * @param overrides values by dotted key, as the command line has them, each HOCON or plain text: {@code 5}, {@code
     *     [100, 300]}, {@code 100,300}, {@code C:\ratings.csv}; here {@code ${NAME}} may be an environment variable
     * @param datasets the names that {@code data.dataset} may take
     * @throws UserError with every problem, a line each: the file and line or the option, and an unknown key's likely
     *     meaning
     */
    public static Settings load(Path file, Map<String, String> overrides, Collection<String> datasets) {
        return load(file, overrides, datasets, new Sources(false));
    }

    /**
     * As {@link #load}, for a file that its user has read or written: it may read environment variables and include files from
     * anywhere on the disk, and an error may quote what is in them.
     */
    public static Settings loadTrusted(Path file, Map<String, String> overrides, Collection<String> datasets) {
        return load(file, overrides, datasets, new Sources(true));
    }

    /**
     * As {@link #load}, without a file: every setting is a default or an override.
     *
     * @param name what the run's directory is named after if run.directory is not set
     */
    public static Settings withoutFile(String name, Map<String, String> overrides, Collection<String> datasets) {
        Path file = Path.of(name);
        Reference reference = Reference.load();
        Sources sources = new Sources(false);
        Config given = Overrides.parse(overrides, reference, sources);
        return new Settings(new Reader(reference, Origin.NO_FILE, given, sources), file, datasets);
    }

    private static Settings load(
            Path file, Map<String, String> overrides, Collection<String> datasets, Sources sources) {
        Reference reference = Reference.load();
        Config given =
                Overrides.parse(overrides, reference, sources).withFallback(HoconFile.parse(file, reference, sources));
        return new Settings(new Reader(reference, Origin.of(file), given, sources), file, datasets);
    }

    /**
     * The defaults with values over them, for a training from Java: {@link #model} and {@link #train} are of use then.
     *
     * @param overrides values by dotted key, as {@link #load} takes them: {@code Map.of("train.epochs", "20")}
     * @throws UserError with every problem
     */
    public static Settings defaults(Map<String, String> overrides) {
        Map<String, String> values = new HashMap<>(overrides);
        values.putIfAbsent(DataSettings.DATASET, NO_DATA);
        return withoutFile(DEFAULTS, values, List.of(NO_DATA));
    }

    /** An override that is this text, whatever is in it: no list, no number, no environment variable. */
    public static String quoted(String text) {
        return ConfigUtil.quoteString(text);
    }

    /** Those system properties that mean a setting, misspelt ones included, for {@link #load}. */
    public static SortedMap<String, String> overridesFrom(Properties properties) {
        return Overrides.from(properties, Reference.load());
    }

    /** Where the artifacts go, one directory per stage. */
    public Path runDirectory() {
        return runDirectory;
    }

    /** The seeds to train from, each once; none for the one of {@link TrainSettings#seed}, which is the first of several. */
    public List<Long> seeds() {
        return seeds;
    }

    /** The settings of each seed but the first, by seed, in their order: without baselines, which do not depend on it. */
    public Map<Long, Settings> otherSeeds() {
        Map<Long, Settings> others = new LinkedHashMap<>();
        seeds.stream().skip(1).forEach(seed -> others.put(seed, new Settings(this, seed)));
        return others;
    }

    public EngineSettings engine() {
        return engine;
    }

    public DataSettings data() {
        return data;
    }

    public PreprocessSettings preprocess() {
        return preprocess;
    }

    public ModelSettings model() {
        return model;
    }

    public TrainSettings train() {
        return train;
    }

    public EvaluateSettings evaluate() {
        return evaluate;
    }

    public SweepSettings sweep() {
        return sweep;
    }

    public TuneSettings tune() {
        return tune;
    }

    /**
     * What a stage that reads these keys depends on: the same for every way to write the same settings.
     *
     * @param prefixes keys or sections: {@code "preprocess"}, {@code "train.anneal"}, {@code "data.dataset"}
     * @return String, Long, Double, Boolean, or a List of them, by dotted key; keys that are null are left out, so that
     *     a new optional key changes no fingerprint
     * @throws IllegalArgumentException for a prefix that no key has
     */
    public SortedMap<String, Object> slice(String... prefixes) {
        return slice(List.of(prefixes));
    }

    /** As {@link #slice(String...)}. */
    public SortedMap<String, Object> slice(Collection<String> prefixes) {
        TreeMap<String, Object> slice = new TreeMap<>();
        for (String prefix : prefixes) {
            boolean known = false;
            for (Map.Entry<String, Object> entry : values.entrySet()) {
                if (Reference.isAtOrBelow(entry.getKey(), prefix)) {
                    known = true;
                    if (entry.getValue() != null) {
                        slice.put(entry.getKey(), entry.getValue());
                    }
                }
            }
            if (!known) {
                throw new IllegalArgumentException("no key is at or below " + prefix);
            }
        }
        return slice;
    }

    /** Every key on a line of its own, as HOCON that loads to these settings again from a file of any name. */
    public String render() {
        return render(values.keySet());
    }

    /** As {@link #render()}, of some keys. */
    public String render(Collection<String> keys) {
        Reference reference = Reference.load();
        return keys.stream()
                .sorted(Comparator.comparingInt(reference::position))
                .map(key -> key + " = " + Reference.text(ConfigValueFactory.fromAnyRef(values.get(key))) + "\n")
                .collect(Collectors.joining());
    }

    /** The keys that the file or the command line set, perhaps to null: the others have their defaults, or follow from these. */
    public SortedSet<String> given() {
        return given;
    }
}
