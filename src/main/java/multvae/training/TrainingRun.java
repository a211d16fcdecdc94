package multvae.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.config.TrainSettings;
import multvae.model.Adam;
import multvae.model.Batch;
import multvae.model.LossTerms;
import multvae.model.ModelScorer;
import multvae.model.Network;
import multvae.model.Parameters;
import multvae.model.Randomness;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Operation;

/** One training, from its first step or from a checkpoint to its last step. */
final class TrainingRun implements AutoCloseable {

    private final TrainSettings settings;
    private final TrainingProgress progress;
    private final StopRequest stop;
    private final Resumption resumption;
    private final Parameters parameters;
    private final Network network;
    private final Adam adam;
    private final BestWeights best;
    private final BatchSource batches;
    private final ModelScorer scorer;
    private final TrainingStep step;
    private final Validation validation;
    private final LearningRate learningRate;
    private final EarlyStopping stopping;
    private final Checkpoints checkpoints;
    private final RunFiles files;
    private final List<EpochResult> history = new ArrayList<>();
    private final At at = At.builder()
            .operation(Operation.TRAINING)
            .javaThreadNum(Thread.currentThread().getId())
            .build();
    private int epoch; // from 0
    private int batch; // the next one of the epoch
    private LossSums sums = LossSums.NONE; // of the epoch's batches so far

    /**
     * @param annealing how beta goes
     * @param directory receives the {@link RunFiles} and the checkpoints
     */
    TrainingRun(TrainingTask task, Annealing annealing, Path directory, TrainingProgress progress, StopRequest stop)
            throws IOException {
        this.settings = task.settings();
        this.progress = progress;
        this.stop = stop;
        Randomness.Seeded randomness = new Randomness.Seeded(settings.seed());
        this.parameters = Parameters.initial(task.architecture(), randomness);
        this.network = Network.of(task.itemLayers(), task.architecture(), parameters);
        this.adam = new Adam(parameters);
        this.best = new BestWeights(parameters);
        this.batches = new BatchSource(task.data().train(), settings.batchSize(), network, randomness);
        this.scorer = new ModelScorer(network);
        this.step = new TrainingStep(network, adam, settings.clipNorm(), List.of(new KlAnnealing(annealing)));
        this.validation = new Validation(scorer, task.data(), settings.batchSize());
        this.learningRate = new LearningRate(settings.learningRate(), settings.schedule());
        this.stopping = new EarlyStopping(settings.stopping());
        this.checkpoints = new Checkpoints(directory.resolve(Trainer.CHECKPOINTS));
        this.files = new RunFiles(directory, task.architecture(), settings.statistics());
        SortedMap<String, Object> identity = new TreeMap<>(task.identity());
        identity.put("annealing", annealing.toString());
        this.resumption = new Resumption(identity, Determinism.environment());
    }

    /**
     * Goes on from its own checkpoint, or from that of an earlier training whose steps are this one's first ones, or
     * starts.
     *
     * @param previous the directory of an earlier, complete training, if any
     */
    void resume(Optional<Path> previous) throws IOException {
        Optional<Checkpoints.Found> found = resumption.own(checkpoints, progress);
        if (found.isEmpty() && previous.isPresent()) {
            found = resumption.previous(new Checkpoints(previous.get().resolve(Trainer.CHECKPOINTS)), settings);
        }
        if (found.isPresent()) {
            restore(found.get());
            progress.note("going on from " + found.get().path() + ", after epoch " + epoch
                    + (batch == 0 ? "" : " and " + batch + " batches"));
            progress.resumed(List.copyOf(history));
        }
        files.start(history);
    }

    private void restore(Checkpoints.Found found) throws IOException {
        found.restore(arrays());
        TrainingState state = found.checkpoint().state();
        epoch = state.epoch();
        batch = state.batch();
        sums = state.sums();
        history.addAll(state.history());
        if (state.bestEpoch() > 0) {
            best.label(state.bestEpoch(), state.bestMetric());
        }
        learningRate.restore(state.learningRate());
        stopping.restore(state.stopping());
    }

    private Map<String, Parameters> arrays() {
        Map<String, Parameters> arrays = new LinkedHashMap<>();
        arrays.put("weights", parameters);
        arrays.put("adam-m", adam.firstMoments());
        arrays.put("adam-v", adam.secondMoments());
        arrays.put("best", best.weights());
        return arrays;
    }

    /**
     * Trains to the last epoch, or until it has stopped getting better.
     *
     * @throws TrainingStopped where it was asked to stop; a checkpoint is written
     */
    void run() throws IOException {
        boolean over = isOver();
        while (!over) {
            trainEpoch();
            epoch++;
            batch = 0;
            sums = LossSums.NONE;
            over = isOver();
            if (over || epoch % settings.checkpointEvery() == 0) {
                checkpoint();
            }
            if (!over && stop.isRequested()) {
                stop();
            }
        }
    }

    private boolean isOver() {
        return epoch >= settings.epochs() || stopping.isDue();
    }

    private void trainEpoch() throws IOException {
        long start = System.nanoTime();
        int done = batches.usersIn(batch);
        double rate = learningRate.in(epoch);
        double beta = 0; // an epoch has at least one step
        at.setEpoch(epoch);
        progress.epochStarted(epoch + 1, settings.epochs(), batches.users(), done);
        batches.startEpoch(epoch);
        while (batch < batches.batches()) {
            if (stop.isRequested()) {
                stop();
            }
            at.setIteration(Math.toIntExact(steps()));
            Batch.Training users = batches.batch(batch);
            LossTerms terms = step.take(users, at, rate);
            beta = users.beta();
            batch++;
            sums = sums.plus(terms, users.users());
            progress.stepDone(users.users(), terms, beta);
        }
        endEpoch(beta, rate);
        double seconds = (System.nanoTime() - start) / 1e9;
        files.epochDone(history, seconds, batches.users() - done);
        progress.epochDone(history.get(history.size() - 1), seconds);
    }

    /** @param beta of the epoch's last step */
    private void endEpoch(double beta, double rate) {
        int number = epoch + 1;
        ValidationResult validated = null;
        if (number % settings.evaluateEvery() == 0 || number == settings.epochs()) {
            validated = validation.evaluate(number, beta, best, TrainingStep.where(steps() - 1, number, beta, rate));
            learningRate.evaluated(validated);
            stopping.evaluated(validated);
        }
        history.add(new EpochResult(number, steps(), beta, rate, sums.means(), validated));
    }

    /** Steps taken since the start. */
    private long steps() {
        return (long) epoch * batches.batches() + batch;
    }

    private void stop() throws IOException {
        checkpoint();
        throw new TrainingStopped(epoch + 1);
    }

    private void checkpoint() throws IOException {
        boolean evaluated = best.epoch() > 0;
        TrainingState state = new TrainingState(
                epoch,
                batch,
                sums,
                history,
                best.epoch(),
                evaluated ? best.metric() : null,
                learningRate.state(),
                stopping.state());
        checkpoints.write(steps(), resumption.identity(), resumption.environment(), state, arrays());
    }

    /** The best epoch's weights; those of the last evaluated one are always among the candidates. */
    BestWeights best() {
        return best;
    }

    /** The finished epochs. */
    List<EpochResult> history() {
        return history;
    }

    @Override
    public void close() throws IOException {
        files.close();
        scorer.close();
        batches.close();
        network.close();
        adam.close();
        best.close();
        parameters.close();
    }
}
