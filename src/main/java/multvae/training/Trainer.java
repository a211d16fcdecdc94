package multvae.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import multvae.config.TrainSettings.AnnealType;
import multvae.io.FileTree;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.model.TrainedModel;
import multvae.run.RunLayout;

/** Trains a model on the train users and delivers the weights of the best validation epoch. */
public final class Trainer {

    static final String CHECKPOINTS = "checkpoint";

    private final TrainingTask task;
    private final TrainingSite site;

    private Trainer(TrainingTask task, TrainingSite site) {
        this.task = task;
        this.site = site;
    }

    /**
     * Trains, from a checkpoint if there is one.
     *
     * @param previous the directory of an earlier, complete training. If its steps are this one's first ones, training
     *     resumes from its end
     * @param directory receives model.fb, weights.safetensors, history.csv, timings.csv and the checkpoints. Training
     *     resumes from a checkpoint of this task that is there
     * @param progress told of epochs and steps
     * @param stop asks it to stop
     * @return the best epoch, from 1
     * @throws UserError if the loss or a gradient is not finite, a cyclical beta would never leave 0, memory would not suffice, or a
     *     checkpoint is of another environment
     * @throws StopRequest.TrainingStopped if it was asked to stop; a checkpoint is written
     */
    public static int train(
            TrainingTask task, Optional<Path> previous, Path directory, TrainingProgress progress, StopRequest stop)
            throws IOException {
        return train(
                task,
                task.settings().epochs(),
                previous,
                new TrainingSite(directory, Optional.empty(), progress, stop));
    }

    /**
     * As {@link #train(TrainingTask, Optional, Path, TrainingProgress, StopRequest)}, perhaps with workers, and it ends after a number of
     * epochs, as if it had been interrupted there: beta and the learning rate go as in the whole training, which resumes from here.
     *
     * @param until a multiple of the task's evaluateEvery, or all of its epochs
     * @throws IllegalArgumentException if it is neither, if a part of it would be two trainings, or with other workers than the settings
     *     have
     */
    public static int train(TrainingTask task, int until, Optional<Path> previous, TrainingSite site)
            throws IOException {
        Trainer trainer = new Trainer(task, site);
        trainer.requirePossible(until);
        MemoryNeed.of(task).check();
        site.stop().begin();
        try {
            return trainer.searches() ? trainer.search() : trainer.train(task.annealing(), previous, until);
        } finally {
            site.stop().end();
        }
    }

    /** Whether beta's cap is searched for, in a training of its own. */
    private boolean searches() {
        return task.architecture().type().annealed() && task.settings().anneal().type() == AnnealType.SEARCH;
    }

    private void requirePossible(int until) {
        boolean whole = until == task.settings().epochs();
        boolean twoTrainings = searches() || task.everything().isPresent();
        if (!whole && (twoTrainings || until % task.settings().evaluateEvery() != 0)) {
            throw new IllegalArgumentException("no training that ends after epoch " + until);
        }
        if (site.workers().map(Workers::count).orElse(1)
                != task.settings().parallel().workers()) {
            throw new IllegalArgumentException(
                    "train.workers is " + task.settings().parallel().workers() + ", so as many have to be there");
        }
    }

    /** Trains with beta rising to 1, then again, with the same slope, up to the beta of the best epoch. */
    private int search() throws IOException {
        int epochs = task.settings().epochs();
        Path first = directoryOf(RunLayout.SEARCH_HISTORY);
        double cap;
        site.progress().note("the first of two trainings: beta rises to 1");
        Annealing.Linear rising = Annealing.rising(task.settings().anneal(), task.stepsPerEpoch(), epochs);
        try (TrainingRun run = new TrainingRun(task, rising, site.in(first))) {
            run.resume(Optional.empty(), epochs);
            run.run(epochs);
            cap = run.bestEpoch().beta();
        }
        site.progress().note("the second of two trainings: beta rises to " + cap);
        int best = train(rising.upTo(cap), Optional.empty(), epochs);
        FileTree.delete(first.resolve(CHECKPOINTS));
        return best;
    }

    /** Trains with this beta up to an epoch, and once more on everything if that is asked for; returns the best epoch, from 1. */
    private int train(Annealing annealing, Optional<Path> previous, int until) throws IOException {
        int best;
        try (TrainingRun run = new TrainingRun(task, annealing, site)) {
            run.resume(previous, until);
            run.run(until);
            best = run.bestEpoch().epoch();
            if (task.everything().isEmpty()) {
                save(run);
            }
            run.keepLastCheckpoint();
        }
        if (task.everything().isPresent()) {
            fitAll(task.everything().get(), best, annealing);
        }
        return best;
    }

    /**
     * Trains on everything for as many epochs as were best on the validation users. beta is the same at each step as there, not at each
     * epoch: where the validation users are others than the train users, an epoch has more steps, so it rises in fewer epochs.
     */
    private void fitAll(CsrMatrix all, int epochs, Annealing annealing) throws IOException {
        site.progress()
                .note("the final fit: epoch " + epochs + " was the best, now " + epochs + " epochs on everything");
        Path second = directoryOf(RunLayout.FINAL_FIT_HISTORY);
        TrainingTask fit = task.finalFit(all, epochs);
        try (TrainingRun run = new TrainingRun(fit, annealing, site.in(second).onEverything())) {
            run.resume(Optional.empty(), epochs);
            run.run(epochs);
            save(run);
        }
        FileTree.delete(second.resolve(CHECKPOINTS));
    }

    /** The directory of one of two trainings, created. */
    private Path directoryOf(RunLayout.Artifact history) throws IOException {
        return Files.createDirectories(site.directory().resolve(history.file()).getParent());
    }

    private void save(TrainingRun run) throws IOException {
        TrainedModel.save(task.architecture(), run.best(), site.directory().resolve(RunLayout.MODEL.file()))
                .ifPresent(reason -> site.progress().note(RunLayout.MODEL.name() + " has " + reason));
        TrainedModel.saveWeights(
                task.architecture(), run.best(), site.directory().resolve(RunLayout.WEIGHTS.file()));
    }
}
