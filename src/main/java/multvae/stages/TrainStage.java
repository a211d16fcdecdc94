package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.config.Settings;
import multvae.config.SoftmaxSettings;
import multvae.config.TrainSettings;
import multvae.config.TrainSettings.AnnealType;
import multvae.run.Input;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.run.StageSpec;
import multvae.training.StopRequest;
import multvae.training.Trainer;
import multvae.training.TrainingData;
import multvae.training.TrainingProgress;
import multvae.training.TrainingSite;
import multvae.training.TrainingTask;
import multvae.training.Workers;
import multvae.weights.Architecture.ModelType;

/** The train users' matrix to the weights of the best validation epoch. */
public final class TrainStage implements Stage {

    private static final int VERSION = 2;

    /** Not a key of the configuration: how many of the epochs are trained, if not all. */
    private static final String UNTIL = "train.until";

    private final Settings settings;
    private final TrainingProgress progress;
    private final StopRequest stop;
    private final int until;
    private final StageSpec spec;
    private Map<String, Object> environment = Map.of();

    /**
     * @param stop asks a training that is under way to stop
     */
    public TrainStage(Settings settings, TrainingProgress progress, StopRequest stop) {
        this(settings, settings.train().epochs(), progress, stop);
    }

    /**
     * As above, for the first epochs of the training.
     *
     * @param until how many of them, as {@link Trainer} takes it
     */
    public TrainStage(Settings settings, int until, TrainingProgress progress, StopRequest stop) {
        this.settings = settings;
        this.until = until;
        this.progress = progress;
        this.stop = stop;
        SortedMap<String, Object> slice = settings.slice("model", "train");
        slice.keySet().removeAll(TrainSettings.WITHOUT_EFFECT);
        if (until < settings.train().epochs()) {
            slice.put(UNTIL, (long) until);
        }
        List<Input> inputs =
                new ArrayList<>(TrainMatrices.FILES.stream().map(Input::of).toList());
        if (settings.train().finalFit()) {
            inputs.add(Input.of(RunLayout.USERS));
        } else {
            slice.remove(TrainSettings.FINAL_FIT); // what was trained before there was this key stays fresh
        }
        List<String> outputs =
                new ArrayList<>(List.of(RunLayout.MODEL.file(), RunLayout.WEIGHTS.file(), RunLayout.HISTORY.file()));
        if (searches(settings)) {
            outputs.add(RunLayout.SEARCH_HISTORY.file());
        }
        if (settings.train().finalFit()) {
            outputs.add(RunLayout.FINAL_FIT_HISTORY.file());
        }
        removeUnread(slice, settings);
        removeUnshared(slice, settings);
        this.spec = new StageSpec(RunLayout.TRAIN, VERSION, slice, inputs, outputs, true);
    }

    @Override
    public StageSpec spec() {
        return spec;
    }

    /**
     * Takes out the keys that only another model or another softmax reads, so that what was trained before there were these keys stays
     * fresh.
     */
    static void removeUnread(SortedMap<String, Object> slice, Settings settings) {
        if (settings.model().type() != ModelType.RECVAE) {
            slice.keySet().removeIf(key -> key.startsWith(TrainSettings.RECVAE));
        }
        if (settings.train().softmax().type() == SoftmaxSettings.Type.FULL) {
            slice.keySet().removeAll(SoftmaxSettings.KEYS);
        }
    }

    /** What was trained by one process, before there were these keys too, stays fresh. */
    private static void removeUnshared(SortedMap<String, Object> slice, Settings settings) {
        TrainSettings.Parallel parallel = settings.train().parallel();
        if (parallel.workers() == 1) {
            slice.remove(TrainSettings.WORKERS);
        }
        if (parallel.workers() == 1 || parallel.averageEvery() == 1) {
            slice.remove(TrainSettings.AVERAGE_EVERY);
        }
    }

    /** Whether there are two trainings, the first of them for beta's cap. */
    public static boolean searches(Settings settings) {
        return settings.train().anneal().type() == AnnealType.SEARCH
                && settings.model().type().annealed();
    }

    @Override
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        TrainMatrices matrices = TrainMatrices.of(inputs, settings.train().finalFit());
        TrainingData data = matrices.read();
        TrainingTask task = new TrainingTask(
                data,
                settings.train().finalFit() ? Optional.of(matrices.everything(data)) : Optional.empty(),
                settings.model().architecture(data.train().columns()),
                settings.model().itemLayers(),
                settings.train(),
                identity(inputs));
        int workers = settings.train().parallel().workers();
        if (workers == 1) {
            Trainer.train(task, until, previous, new TrainingSite(directory, Optional.empty(), progress, stop));
            return;
        }
        try (Engine engine = Engine.open(settings.engine())) {
            Workers crew = engine.workers(matrices, workers);
            environment = engine.environment(); // by now the executors are there
            Trainer.train(task, until, previous, new TrainingSite(directory, Optional.of(crew), progress, stop));
        }
    }

    @Override
    public Map<String, Object> environment() {
        return environment;
    }

    /** What the steps of training depend on: all but how many there are, and what is written beside it. */
    private SortedMap<String, Object> identity(Inputs inputs) {
        SortedMap<String, Object> identity = new TreeMap<>(spec.slice());
        identity.keySet().removeIf(key -> key.startsWith(TrainSettings.ANNEAL)); // the trainer adds what comes of it
        identity.remove("train.epochs");
        identity.remove(UNTIL);
        identity.remove(TrainSettings.STATISTICS);
        // The first training takes the same steps with a final fit as without: it resumes from those of a run without.
        identity.remove(TrainSettings.FINAL_FIT);
        for (RunLayout.Artifact matrix : TrainMatrices.FILES) {
            identity.put(matrix.name(), inputs.hash(matrix.name()).sha256());
        }
        return identity;
    }
}
