package multvae.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import multvae.config.Settings;
import multvae.download.DownloadProgress;
import multvae.run.Pipeline;
import multvae.run.RunDirectory;
import multvae.stages.FetchStage;
import multvae.stages.PreprocessStage;

/** What the first two stages of a run write. */
final class Preprocessed {

    /** What preprocess writes, its manifest aside. */
    static final List<String> FILES = List.of(
            "train.npz",
            "validation-fold-in.npz",
            "validation-held-out.npz",
            "test-fold-in.npz",
            "test-held-out.npz",
            "items.csv",
            "users.csv",
            "statistics.json");

    private Preprocessed() {}

    /** Runs fetch and preprocess, fresh or not, and returns preprocess's directory. */
    static Path run(Path run, String engine, int partitions, Map<String, String> keys) throws IOException {
        Settings settings = settings(engine, partitions, keys);
        pipeline(run, settings).run(Set.of(), true);
        return run.resolve("preprocess");
    }

    static Settings settings(String engine, int partitions, Map<String, String> keys) {
        Map<String, String> all = new HashMap<>(keys);
        all.put("engine", engine);
        all.put("cluster.master", "local[2]");
        all.put("cluster.partitions", String.valueOf(partitions));
        return Settings.withoutFile("run", all, List.of("ml-latest-small"));
    }

    static Pipeline pipeline(Path run, Settings settings) {
        return new Pipeline(
                List.of(new FetchStage(settings, DownloadProgress.NONE), new PreprocessStage(settings)),
                new RunDirectory(run),
                Map.of());
    }

    /** The directories of preprocess have the same bytes. */
    static void requireSame(Path spark, Path local) {
        for (String file : FILES) {
            assertThat(spark.resolve(file)).hasSameBinaryContentAs(local.resolve(file));
        }
        assertThat(spark).isDirectoryNotContaining("glob:**.columns");
    }
}
