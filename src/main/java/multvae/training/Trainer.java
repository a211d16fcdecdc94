package multvae.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import multvae.config.TrainSettings.Anneal;
import multvae.config.TrainSettings.AnnealType;
import multvae.io.FileTree;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.model.TrainedModel;
import multvae.run.RunLayout;

/** Trains a model on the train users and delivers the weights of the best validation epoch. */
public final class Trainer {

    static final String CHECKPOINTS = "checkpoint";

    private Trainer() {}

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
        return train(task, task.settings().epochs(), Optional.empty(), previous, directory, progress, stop);
    }

    /**
     * As {@link #train(TrainingTask, Optional, Path, TrainingProgress, StopRequest)}, with workers, and it ends after a number of epochs, as if it
     * had been interrupted there: beta and the learning rate go as in the whole training, which resumes from here.
     *
     * @param until a multiple of the task's evaluateEvery, or all of its epochs
     * @param workers take its steps: as many as its settings have, and none for one
     * @throws IllegalArgumentException if it is neither, if a part of it would be two trainings, or with other workers
     */
    public static int train(
            TrainingTask task,
            int until,
            Optional<Workers> workers,
            Optional<Path> previous,
            Path directory,
            TrainingProgress progress,
            StopRequest stop)
            throws IOException {
        Anneal anneal = task.settings().anneal();
        boolean searches = task.architecture().type().annealed() && anneal.type() == AnnealType.SEARCH;
        boolean whole = until == task.settings().epochs();
        if (!whole
                && (searches
                        || task.all().isPresent()
                        || until % task.settings().evaluateEvery() != 0)) {
            throw new IllegalArgumentException("no training that ends after epoch " + until);
        }
        if (workers.map(Workers::count).orElse(1) != task.settings().parallel().workers()) {
            throw new IllegalArgumentException(
                    "train.workers is " + task.settings().parallel().workers() + ", so as many have to be there");
        }
        MemoryNeed.of(task).check();
        stop.begin();
        try {
            return searches
                    ? search(task, anneal, workers, directory, progress, stop)
                    : train(task, until, task.annealing(), workers, previous, directory, progress, stop);
        } finally {
            stop.end();
        }
    }

    /** Trains with beta rising to 1, then again, with the same slope, up to the beta of the best epoch. */
    private static int search(
            TrainingTask task,
            Anneal anneal,
            Optional<Workers> workers,
            Path directory,
            TrainingProgress progress,
            StopRequest stop)
            throws IOException {
        Path first = Files.createDirectories(
                directory.resolve(RunLayout.SEARCH_HISTORY.file()).getParent());
        double cap;
        progress.note("the first of two trainings: beta rises to 1");
        Annealing.Linear rising =
                Annealing.rising(anneal, task.stepsPerEpoch(), task.settings().epochs());
        try (TrainingRun run = new TrainingRun(task, rising, workers, first, progress, stop)) {
            run.resume(Optional.empty());
            run.run();
            cap = run.bestEpoch().beta();
        }
        progress.note("the second of two trainings: beta rises to " + cap);
        int best = train(
                task, task.settings().epochs(), rising.upTo(cap), workers, Optional.empty(), directory, progress, stop);
        FileTree.delete(first.resolve(CHECKPOINTS));
        return best;
    }

    private static int train(
            TrainingTask task,
            int until,
            Annealing annealing,
            Optional<Workers> workers,
            Optional<Path> previous,
            Path directory,
            TrainingProgress progress,
            StopRequest stop)
            throws IOException {
        int best;
        try (TrainingRun run = new TrainingRun(task, annealing, workers, directory, progress, stop)) {
            run.resume(previous, until);
            run.run(until);
            best = run.bestEpoch().epoch();
            if (task.all().isEmpty()) {
                save(task, run, directory, progress);
            }
            run.keepLastCheckpoint();
        }
        if (task.all().isPresent()) {
            fitAll(task, task.all().get(), best, annealing, workers, directory, progress, stop);
        }
        return best;
    }

    /**
     * Trains on everything for as many epochs as were best on the validation users. beta is the same at each step as there, not at each
     * epoch: where the validation users are others than the train users, an epoch has more steps, so it rises in fewer epochs.
     */
    private static void fitAll(
            TrainingTask task,
            CsrMatrix all,
            int epochs,
            Annealing annealing,
            Optional<Workers> workers,
            Path directory,
            TrainingProgress progress,
            StopRequest stop)
            throws IOException {
        progress.note("the final fit: epoch " + epochs + " was the best, now " + epochs + " epochs on everything");
        Path second = Files.createDirectories(
                directory.resolve(RunLayout.FINAL_FIT_HISTORY.file()).getParent());
        TrainingTask fit = task.finalFit(all, epochs);
        try (TrainingRun run =
                new TrainingRun(fit, annealing, workers.map(Workers::onEverything), second, progress, stop)) {
            run.resume(Optional.empty());
            run.run();
            save(fit, run, directory, progress);
        }
        FileTree.delete(second.resolve(CHECKPOINTS));
    }

    private static void save(TrainingTask task, TrainingRun run, Path directory, TrainingProgress progress)
            throws IOException {
        TrainedModel.save(task.architecture(), run.best(), directory.resolve(RunLayout.MODEL.file()))
                .ifPresent(reason -> progress.note(RunLayout.MODEL.name() + " has " + reason));
        TrainedModel.saveWeights(task.architecture(), run.best(), directory.resolve(RunLayout.WEIGHTS.file()));
    }
}
