package multvae.stages;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.baselines.FitProgress;
import multvae.config.EvaluateSettings.Baseline;
import multvae.config.Settings;
import multvae.config.TrainSettings;
import multvae.io.ProcessMemory;
import multvae.matrix.ItemIndex;
import multvae.matrix.UserIndex;
import multvae.run.Artifacts;
import multvae.run.RunLayout;
import multvae.serving.FittedModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A baseline as a model that is served: fitted to what evaluate fits it to, with the same settings. */
public final class BaselineModel {

    private static final Logger LOG = LoggerFactory.getLogger(BaselineModel.class);
    private static final double MEGABYTE = 1e6;

    private BaselineModel() {}

    /**
     * The model; nothing is fitted yet.
     *
     * @param run a run's directory
     * @param settings the run's own, as its resolved.conf has them
     * @param progress hears how far the fit is
     */
    public static FittedModel of(Path run, Settings settings, Baseline baseline, FitProgress progress) {
        boolean finalFit = settings.train().finalFit();
        SortedMap<String, Object> configuration = new TreeMap<>();
        if (baseline != Baseline.POPULARITY) { // it has no settings
            configuration.putAll(settings.slice(baseline.section()));
        }
        if (finalFit) {
            configuration.put(TrainSettings.FINAL_FIT, true);
        }
        return new FittedModel(baseline.label(), configuration, EvaluateStage.VERSION, file -> {
            Artifacts artifacts = new Artifacts(run);
            UserIndex users = UserIndex.read(artifacts.file(RunLayout.USERS));
            ItemIndex items = ItemIndex.read(artifacts.file(RunLayout.ITEMS));
            FitEvents events = FitEvents.of(artifacts::file, users, items.size(), finalFit);
            BaselineFits fits = new BaselineFits(settings.evaluate(), progress);
            try (Engine engine = fits.engine(List.of(baseline), () -> Engine.openIfThere(settings.engine()))) {
                FitData data = FitData.of(engine, events);
                BaselineFit fit = fits.of(baseline);
                requireMemory(fit, baseline, data);
                LOG.info("fitting {}", described(fit, baseline, data));
                fit.write(data, file);
            }
        });
    }

    private static void requireMemory(BaselineFit fit, Baseline baseline, FitData data) {
        fit.requireMemory(data);
        ProcessMemory.requireHeap(
                String.format(Locale.ROOT, "%s, with %,d items", baseline.label(), data.items()),
                fit.heap(data),
                "or choose another model");
    }

    /** What it is fitted to, and how large its file is at the most: "ease to 403 users and 5,181 items, into 107.4 MB". */
    private static String described(BaselineFit fit, Baseline baseline, FitData data) {
        return String.format(
                Locale.ROOT,
                "%s to %,d users and %,d items, into %,.1f MB",
                baseline.label(),
                data.users(),
                data.items(),
                Float.BYTES * fit.numbers(data) / MEGABYTE);
    }
}
