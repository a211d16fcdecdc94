package multvae.cli;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import multvae.model.EpochResult;
import multvae.model.LossTerms;
import multvae.model.TrainingProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Training as a person watches it: on a terminal a bar an epoch, and everywhere a line an epoch. */
final class TrainingConsole implements TrainingProgress {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingConsole.class);

    @SuppressWarnings("SystemConsoleNull") // right on Java 17; later ones may show the bar off a terminal too
    private final boolean terminal = System.console() != null;

    private ProgressBar bar;
    private int epochs;
    private int users;

    @Override
    public void epochStarted(int epoch, int epochs, int users) {
        this.epochs = epochs;
        this.users = users;
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName("epoch " + epoch + "/" + epochs)
                    .setInitialMax(users)
                    .setUnit(" users", 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .showSpeed()
                    .clearDisplayOnFinish()
                    .build();
        }
    }

    @Override
    public void stepDone(int users, LossTerms loss, double beta) {
        if (terminal) {
            bar.stepBy(users);
            bar.setExtraMessage(terms(loss, beta));
        }
    }

    @Override
    public void epochDone(EpochResult r, double seconds) {
        if (terminal) {
            bar.close();
        }
        LOG.info(
                "epoch {}/{} | {} | {} users/s",
                r.epoch(),
                epochs,
                terms(r.train(), r.beta()),
                Math.round(users / seconds));
        LOG.info(String.format(
                Locale.ROOT,
                "  valid loss %.2f | n100 %.4f | r20 %.4f | r50 %.4f%s",
                r.validation().loss(),
                r.ndcg100(),
                r.recall20(),
                r.recall50(),
                r.best() ? " | best" : ""));
    }

    private static String terms(LossTerms loss, double beta) {
        return String.format(
                Locale.ROOT, "loss %.2f | nll %.2f | kl %.2f | beta %.4f", loss.loss(), loss.nll(), loss.kl(), beta);
    }
}
