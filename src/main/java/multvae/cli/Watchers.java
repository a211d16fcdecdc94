package multvae.cli;

import java.util.List;
import multvae.model.LossTerms;
import multvae.training.EpochResult;
import multvae.training.TrainingProgress;

/** Several that watch the same training. */
record Watchers(List<TrainingProgress> all) implements TrainingProgress {

    @Override
    public void note(String line) {
        all.forEach(watcher -> watcher.note(line));
    }

    @Override
    public void resumed(List<EpochResult> epochs) {
        all.forEach(watcher -> watcher.resumed(epochs));
    }

    @Override
    public void epochStarted(int epoch, int epochs, int users, int done) {
        all.forEach(watcher -> watcher.epochStarted(epoch, epochs, users, done));
    }

    @Override
    public void stepDone(int users, LossTerms loss, double beta) {
        all.forEach(watcher -> watcher.stepDone(users, loss, beta));
    }

    @Override
    public void epochDone(EpochResult result, double seconds) {
        all.forEach(watcher -> watcher.epochDone(result, seconds));
    }
}
