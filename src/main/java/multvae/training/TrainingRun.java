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
import multvae.io.Plural;
import multvae.io.UserError;
import multvae.model.Adam;
import multvae.model.Network;
import multvae.model.Parameters;
import multvae.model.Randomness;
import multvae.training.History.Epoch;
import multvae.training.History.ValidationResult;
import multvae.training.StopRequest.TrainingStopped;
import multvae.weights.Architecture;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Operation;

/** One training, from its first step or from a checkpoint to its last step. */
final class TrainingRun implements AutoCloseable {

    private final TrainSettings settings;
    private final TrainingProgress progress;
    private final StopRequest stop;
    private final Parameters parameters;
    private final Parameters prior; // a RecVAE's frozen encoder; nothing for the others
    private final Passes passes;
    private final Network network;
    private final Adam adam;
    private final Architecture architecture;
    private final BatchPlan plan;
    private final Steps stepTaker;
    private final Validation validation;
    private final Schedules.LearningRate learningRate;
    private final Schedules.EarlyStopping stopping;
    private final Checkpoints checkpoints;
    private final RunFiles files;
    private final List<Epoch> history = new ArrayList<>();
    private final At at = At.builder()
            .operation(Operation.TRAINING)
            .javaThreadNum(Thread.currentThread().getId())
            .build();
    private int epoch; // from 0
    private int batch; // the next one of the epoch, counted through its passes
    private EpochSums sums = EpochSums.NONE;
    private boolean hasCheckpoint;
    private boolean fromEarlier; // the checkpoint that it has resumed from is not its own

    /** @param annealing how beta goes */
    TrainingRun(TrainingTask task, Annealing annealing, TrainingSite site) throws IOException {
        this.settings = task.settings();
        this.progress = site.progress();
        this.stop = site.stop();
        this.architecture = task.architecture();
        this.passes = task.passes();
        this.plan = task.plan();
        this.learningRate = new Schedules.LearningRate(settings.learningRate(), settings.schedule());
        this.stopping = new Schedules.EarlyStopping(settings.stopping());
        SortedMap<String, Object> identity = new TreeMap<>(task.identity());
        identity.put("annealing", annealing.toString());
        this.checkpoints =
                new Checkpoints(site.directory().resolve(Trainer.CHECKPOINTS), identity, Determinism.environment());
        this.files = new RunFiles(site.directory(), architecture, settings.statistics());
        Randomness.Seeded randomness = new Randomness.Seeded(settings.seed());
        try {
            this.parameters = Parameters.initial(architecture, randomness);
            this.prior = Parameters.prior(architecture, randomness);
            this.network = Network.of(task.itemLayers(), architecture, parameters, prior);
            this.adam = new Adam(parameters);
            this.validation = new Validation(network, parameters, task.data(), Validation.batchSize(task));
            this.stepTaker = stepTaker(task, annealing, site.workers(), randomness);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Steps stepTaker(
            TrainingTask task, Annealing annealing, Optional<Workers> workers, Randomness.Seeded randomness) {
        if (workers.isPresent()) {
            return new SharedSteps(WorkerTask.of(task, annealing), parameters, prior, adam, workers.get());
        }
        BatchSource batches = new BatchSource(
                task.data().train(), settings.batchSize(), settings.softmax().drawn(), network, randomness);
        Clipping clipping = Clipping.of(settings.clipNorm());
        return new LocalSteps(batches, new TrainingStep(network, adam, clipping, List.of(new KlAnnealing(annealing))));
    }

    /**
     * Resumes from its own checkpoint, or from that of an earlier training whose steps are this one's first ones, or
     * starts.
     *
     * @param previous the directory of an earlier, complete training, if any
     * @param until as {@link #run} is given it
     */
    void resume(Optional<Path> previous, int until) throws IOException {
        progress.begun(architecture.type(), plan.users(), architecture.items());
        Optional<Checkpoints.Found> found = checkpoints.own(progress);
        if (found.isEmpty() && previous.isPresent()) {
            found = checkpoints.ofEarlier(previous.get().resolve(Trainer.CHECKPOINTS), until, settings.evaluateEvery());
            fromEarlier = found.isPresent();
        }
        hasCheckpoint = found.isPresent();
        if (found.isPresent()) {
            restore(found.get());
            progress.note("resuming from " + found.get().path() + ", after epoch " + epoch
                    + (batch == 0 ? "" : " and " + batch + " batches"));
            progress.resumed(List.copyOf(history));
        }
        files.start(history);
    }

    private void restore(Checkpoints.Found found) throws IOException {
        TrainingState state = found.state();
        if (state.batch() >= stepsPerEpoch()
                || state.sums().users() + state.encoderSums().users() != plan.usersBefore(state.batch())
                || (state.epoch() >= settings.epochs() && state.bestEpoch() == 0)) {
            throw new UserError(
                    found.path().toString(),
                    "a point that this training can be at",
                    "epoch " + state.epoch() + ", batch " + state.batch() + ", "
                            + Plural.of(state.sums().users(), "user"),
                    found.remedy());
        }
        found.restore(arrays());
        epoch = state.epoch();
        batch = state.batch();
        sums = new EpochSums(state.sums(), state.encoderSums());
        state.history().forEach(saved -> history.add(saved.epoch()));
        if (state.bestEpoch() > 0) {
            validation.restored(state.bestEpoch(), state.bestMetric());
        }
        learningRate.restore(state.learningRate());
        stopping.restore(state.stopping());
    }

    private Map<String, Parameters> arrays() {
        Map<String, Parameters> arrays = new LinkedHashMap<>();
        arrays.put("weights", parameters);
        arrays.put("prior", prior);
        arrays.put("adam-m", adam.firstMoments());
        arrays.put("adam-v", adam.secondMoments());
        arrays.put("best", validation.best());
        return arrays;
    }

    /**
     * Trains to an epoch, or until training has stopped getting better.
     *
     * @param until after which epoch it ends, from 1: the last one, or one that is evaluated
     * @throws TrainingStopped if it was asked to stop; a checkpoint is written
     */
    void run(int until) throws IOException {
        try {
            train(until);
        } catch (Divergence e) {
            throw e.in(hasCheckpoint);
        }
    }

    private void train(int until) throws IOException {
        boolean over = isOver(until);
        if (over && fromEarlier) {
            checkpoint(); // what it has resumed from goes with the training that it replaces
        }
        while (!over) {
            trainEpoch();
            epoch++;
            batch = 0;
            sums = EpochSums.NONE;
            over = isOver(until);
            if (over || epoch % settings.checkpointEvery() == 0) {
                checkpoint();
            }
            if (!over) {
                stopIfAsked();
            }
        }
    }

    private boolean isOver(int until) {
        return epoch >= until || stopping.isDue();
    }

    private void trainEpoch() throws IOException {
        long start = System.nanoTime();
        int done = plan.usersBefore(batch);
        double rate = learningRate.in(epoch);
        double beta = 0; // an epoch has at least one step
        at.setEpoch(epoch);
        progress.epochStarted(epoch + 1, settings.epochs(), plan.usersBefore(stepsPerEpoch()), done);
        for (int pass = batch / plan.batches(); pass < passes.count(); pass++) {
            stopIfAsked();
            startPass(pass);
            beta = takeSteps(pass, rate);
            while (batch < (pass + 1) * plan.batches()) {
                stopIfAsked();
                beta = takeSteps(pass, rate);
            }
        }
        endEpoch(beta, rate);
        double seconds = (System.nanoTime() - start) / 1e9;
        files.epochDone(history, seconds, plan.usersBefore(stepsPerEpoch()) - done);
        progress.epochDone(history.get(history.size() - 1), seconds);
    }

    private void startPass(int pass) {
        boolean fromItsStart = batch == pass * plan.batches(); // else a checkpoint has the copy
        if (fromItsStart && passes.beginsWithCopy(pass)) {
            prior.assign(parameters);
        }
        stepTaker.startPass(epoch * passes.count() + pass, passes.half(pass));
    }

    /**
     * Takes the step of the next batch, and perhaps those of some after it.
     *
     * @return beta as it was in the last of them
     */
    private double takeSteps(int pass, double rate) {
        double beta = 0; // there is at least one step
        at.setIteration(Math.toIntExact(steps()));
        long adamSteps = passes.adamSteps(epoch, batch, plan.batches());
        for (Steps.Taken taken : stepTaker.take(at, batch % plan.batches(), adamSteps, rate)) {
            beta = taken.beta();
            batch++;
            sums = sums.plus(passes.half(pass), taken.terms(), taken.users());
            progress.stepDone(taken.users(), taken.terms(), beta);
        }
        return beta;
    }

    /** @param beta of the epoch's last step */
    private void endEpoch(double beta, double rate) {
        int number = epoch + 1;
        String where =
                TrainingStep.where(steps() - 1, number, architecture.type().klWeight(), beta, rate);
        if (!parameters.areFinite()) { // the last update overflowed: no later step has told, and the loss need not
            throw TrainingStep.diverged("after " + where, "finite weights", "some that are infinite or NaN");
        }
        Optional<ValidationResult> validated = number % settings.evaluateEvery() == 0 || number == settings.epochs()
                ? Optional.of(validation.evaluate(number, beta, where))
                : Optional.empty();
        validated.ifPresent(learningRate::evaluated);
        validated.ifPresent(stopping::evaluated);
        history.add(new Epoch(number, steps(), beta, rate, sums.train(), validated, sums.encoder()));
    }

    /** Steps taken since the start. */
    private long steps() {
        return (long) epoch * stepsPerEpoch() + batch;
    }

    private int stepsPerEpoch() {
        return passes.count() * plan.batches();
    }

    private void stopIfAsked() throws IOException {
        if (stop.isRequested()) {
            checkpoint();
            throw new TrainingStopped(epoch + 1);
        }
    }

    private void checkpoint() throws IOException {
        boolean evaluated = validation.bestEpoch() > 0;
        TrainingState state = new TrainingState(
                epoch,
                batch,
                sums.rest(),
                sums.encoderPasses(),
                history.stream().map(TrainingState.SavedEpoch::of).toList(),
                validation.bestEpoch(),
                evaluated ? validation.bestMetric() : null,
                learningRate.state(),
                stopping.state());
        checkpoints.write(steps(), state, arrays());
        hasCheckpoint = true;
    }

    /** The best epoch's weights. The last epoch is always evaluated, so there is one. */
    Parameters best() {
        return validation.best();
    }

    /** The best epoch. */
    Epoch bestEpoch() {
        return history.get(validation.bestEpoch() - 1);
    }

    /** Training is over: the checkpoints before the last one are no longer needed. */
    void keepLastCheckpoint() throws IOException {
        checkpoints.keepNewest();
    }

    /** Closes all that was made, the last one first, each even if another one cannot be closed. */
    @Override
    public void close() throws IOException {
        try (parameters;
                prior;
                network;
                adam;
                validation;
                stepTaker;
                files) {}
    }
}
