package multvae.run;

import java.util.List;
import java.util.Locale;

/** The only owner of the names in a run's directory: its stages, the files that each writes, its own files. */
public final class RunLayout {

    /** A file that a stage writes, below the stage's directory. */
    public record Artifact(String stage, String file) {

        /** As manifests and messages have it: {@code train/model.fb}. */
        public String name() {
            return stage + "/" + file;
        }
    }

    public static final String FETCH = "fetch";
    public static final String PREPROCESS = "preprocess";
    public static final String TRAIN = "train";
    public static final String EVALUATE = "evaluate";
    public static final String REPORT = "report";

    /** In the order in which they run. */
    public static final List<String> STAGES = List.of(FETCH, PREPROCESS, TRAIN, EVALUATE, REPORT);

    /** Every key of the last run's configuration; a directory with this file is a run's. */
    public static final String RESOLVED_CONF = "resolved.conf";

    /** Everything that was logged, run after run. */
    public static final String RUN_LOG = "run.log";

    /** The last file of each stage's directory: with it, the stage is complete. */
    public static final String MANIFEST = "manifest.json";

    /** Which stages a branch of a run reads from the run, below the branch's directory. */
    static final String SHARED = "shared.txt";

    /** What is being written, and what an interrupted run left. */
    static final String WORK = ".work";

    /** The file that the process using the directory has locked; it names that process. */
    static final String LOCK = ".lock";

    /** The directory of the bundles of baselines that were asked for recommendations, by name. */
    public static final String MODELS = "models";

    private static final String SEEDS = "seeds";

    /** What a search does with a baseline instead of train: no stage of a run. */
    public static final String VALIDATE = "validate";

    /** A search's own directory within the run's. */
    public static final String TUNE = "tune";

    /** A sweep's own directory within the run's. */
    public static final String SWEEP = "sweep";

    public static final Artifact SOURCE = new Artifact(FETCH, "source.json");
    public static final Artifact QUERY_RESULT = new Artifact(FETCH, "query.csv");

    public static final Artifact TRAIN_MATRIX = new Artifact(PREPROCESS, "train.npz");
    public static final Artifact VALIDATION_FOLD_IN = new Artifact(PREPROCESS, "validation-fold-in.npz");
    public static final Artifact VALIDATION_HELD_OUT = new Artifact(PREPROCESS, "validation-held-out.npz");
    public static final Artifact TEST_FOLD_IN = new Artifact(PREPROCESS, "test-fold-in.npz");
    public static final Artifact TEST_HELD_OUT = new Artifact(PREPROCESS, "test-held-out.npz");
    public static final Artifact ITEMS = new Artifact(PREPROCESS, "items.csv");
    public static final Artifact USERS = new Artifact(PREPROCESS, "users.csv");
    public static final Artifact STATISTICS = new Artifact(PREPROCESS, "statistics.json");

    public static final Artifact MODEL = new Artifact(TRAIN, "model.fb");
    public static final Artifact WEIGHTS = new Artifact(TRAIN, "weights.safetensors");
    public static final Artifact HISTORY = new Artifact(TRAIN, "history.csv");
    /** Of the second of two trainings, if the chosen epochs are trained on everything in the end. */
    public static final Artifact FINAL_FIT_HISTORY = new Artifact(TRAIN, "final-fit/history.csv");

    /** Of the first of two trainings, if beta's cap is searched for. */
    public static final Artifact SEARCH_HISTORY = new Artifact(TRAIN, "cap-search/history.csv");

    public static final Artifact VALIDATION = new Artifact(VALIDATE, "validation.csv");

    public static final Artifact METRICS = new Artifact(EVALUATE, "metrics.json");
    public static final Artifact PER_USER = new Artifact(EVALUATE, "per-user.csv");
    public static final Artifact EXAMPLES = new Artifact(EVALUATE, "examples.json");

    public static final Artifact REPORT_MARKDOWN = new Artifact(REPORT, "report.md");
    public static final Artifact REPORT_HTML = new Artifact(REPORT, "report.html");

    private RunLayout() {}

    /** The directory, within a run's, of a training from another seed than the run's own. */
    public static String seed(long seed) {
        return SEEDS + "/" + seed;
    }

    /**
     * Some rows of the train matrix, in a file of their own.
     *
     * @param shard from 0
     */
    public static Artifact trainShard(int shard) {
        return new Artifact(PREPROCESS, shardName(shard) + ".npz");
    }

    /** Whose rows these are. */
    public static Artifact trainShardUsers(int shard) {
        return new Artifact(PREPROCESS, shardName(shard) + "-users.csv");
    }

    private static String shardName(int shard) {
        return String.format(Locale.ROOT, "train-shards/%05d", shard);
    }

    /** Where an artifact of such a training is, within the run's directory. */
    public static String ofSeed(long seed, Artifact artifact) {
        return seed(seed) + "/" + artifact.name();
    }
}
