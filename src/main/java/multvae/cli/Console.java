package multvae.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import multvae.baselines.FitProgress;
import multvae.download.DownloadProgress;
import multvae.model.LossTerms;
import multvae.training.History.Epoch;
import multvae.training.History.ValidationResult;
import multvae.training.TrainingProgress;
import multvae.weights.Architecture.ModelType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows progress to a person: of a download a line for each tenth of it, or for each 10 MB if its size is unknown; of a
 * training a line for each epoch and, on a terminal, a bar; of the fit of a baseline, if it takes long, a line that says how long
 * and, on a terminal, a bar.
 */
final class Console implements TrainingProgress, DownloadProgress, FitProgress {

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final long MEGABYTE = 1_000_000;
    private static final double GIGABYTE = 1e9;
    private static final double LONG_FIT = 10; // seconds
    private static final long MUCH_MEMORY = 100 * MEGABYTE;
    private static final int PER_MILLE = 1000;

    @SuppressWarnings("SystemConsoleNull") // right on Java 17; later ones may show the bar off a terminal too
    private final boolean terminal = System.console() != null;

    private ProgressBar bar; // of an epoch
    private ProgressBar fit; // of a baseline
    private int epochs;
    private int users;
    private String klWeight = ModelType.MULT_VAE.klWeight();
    private long nextBytes;

    @Override
    public void downloaded(long bytes, OptionalLong totalBytes) {
        if (bytes >= nextBytes) {
            LOG.info(
                    "  downloaded {} MB of {}",
                    bytes / MEGABYTE,
                    totalBytes.isPresent() ? totalBytes.getAsLong() / MEGABYTE : "?");
            nextBytes = bytes + Math.max(totalBytes.orElse(0) / 10, 10 * MEGABYTE);
        }
    }

    @Override
    public void note(String line) {
        LOG.info(line);
    }

    @Override
    public void begun(ModelType model, int users, int items) {
        klWeight = model.klWeight();
    }

    @Override
    public void epochStarted(int epoch, int epochs, int users, int done) {
        this.epochs = epochs;
        this.users = users - done;
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName("epoch " + epoch + "/" + epochs)
                    .setInitialMax(users)
                    .startsFrom(done, Duration.ZERO)
                    .setRenderer(new ProgressLine("users"))
                    .clearDisplayOnFinish()
                    .build();
        }
    }

    @Override
    public void stepDone(int users, LossTerms loss, double beta) {
        if (terminal) {
            bar.stepBy(users);
            bar.setExtraMessage(terms(loss, klWeight, beta));
        }
    }

    @Override
    public void epochDone(Epoch r, double seconds) {
        if (terminal) {
            bar.close();
        }
        LOG.info(
                "epoch {}/{} | {} | {} users/s",
                r.epoch(),
                epochs,
                terms(r.train(), klWeight, r.beta()),
                Math.round(users / seconds));
        r.evaluation().map(Console::validated).ifPresent(LOG::info);
    }

    private static String validated(ValidationResult v) {
        return String.format(
                Locale.ROOT,
                "  valid loss %.2f | n100 %.4f | r20 %.4f | r50 %.4f%s",
                v.loss().loss(),
                v.ndcg100(),
                v.recall20(),
                v.recall50(),
                v.best() ? " | best" : "");
    }

    @Override
    public void estimated(String baseline, int items, long bytes, double seconds) {
        String line = fitLine(baseline, items, bytes, seconds);
        if (seconds <= LONG_FIT) {
            LOG.debug(line);
            return;
        }
        LOG.info(line);
        if (terminal) {
            fit = new ProgressBarBuilder()
                    .setTaskName(baseline)
                    .setInitialMax(PER_MILLE)
                    .setRenderer(new ProgressLine(""))
                    .clearDisplayOnFinish()
                    .build();
        }
    }

    /** What a fit takes, as in "ease: 40,981 items, 6.7 GB outside of the heap, about 12 min"; without memory that is little. */
    static String fitLine(String baseline, int items, long bytes, double seconds) {
        String time = seconds < 99.5 ? Math.round(seconds) + " s" : Math.round(seconds / 60) + " min";
        String memory = bytes < MUCH_MEMORY
                ? ""
                : String.format(Locale.ROOT, "%.1f GB outside of the heap, ", bytes / GIGABYTE);
        return String.format(Locale.ROOT, "%s: %,d items, %sabout %s", baseline, items, memory, time);
    }

    @Override
    public void advanced(double share) {
        if (fit != null) {
            fit.stepTo((long) (share * PER_MILLE));
        }
    }

    @Override
    public void ended() {
        if (fit != null) {
            fit.close();
            fit = null;
        }
    }

    static String terms(LossTerms loss, String klWeight, double beta) {
        String penalty = loss.penalty() == 0 ? "" : String.format(Locale.ROOT, " | penalty %.2f", loss.penalty());
        return String.format(
                        Locale.ROOT,
                        "loss %.2f | nll %.2f | kl %.2f | %s %.4f",
                        loss.loss(),
                        loss.nll(),
                        loss.kl(),
                        klWeight,
                        beta)
                + penalty;
    }
}
