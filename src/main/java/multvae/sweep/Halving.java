package multvae.sweep;

import java.util.ArrayList;
import java.util.List;
import multvae.config.TuneSettings;
import multvae.report.Tuned.Rung;

/**
 * Successive halving (Jamieson and Talwalkar 2016): all trials are trained for a part of the epochs, one of eta goes on to eta
 * times as many, and so on up to all epochs.
 */
public final class Halving {

    private Halving() {}

    /**
     * The rungs. The one before the last of R has epochs / eta, the one before that epochs / eta^2, each rounded up to a multiple
     * of {@code evaluateEvery}. Rungs that would have as many epochs as the next one are left out.
     *
     * @param epochs of the whole training
     * @param evaluateEvery epochs between two evaluations: a rung ends with one
     */
    public static List<Rung> rungs(TuneSettings tune, int epochs, int evaluateEvery) {
        List<Rung> rungs = new ArrayList<>();
        int trials = tune.trials();
        for (int rung = 0; rung < tune.rungs(); rung++) {
            int part = part(epochs, tune.eta(), tune.rungs() - 1 - rung, evaluateEvery);
            int next = rung + 1 < tune.rungs() ? part(epochs, tune.eta(), tune.rungs() - 2 - rung, evaluateEvery) : -1;
            if (part != next) {
                rungs.add(new Rung(part, trials));
                trials = Math.max(1, trials / tune.eta());
            }
        }
        return rungs;
    }

    private static int part(int epochs, int eta, int times, int evaluateEvery) {
        double part = epochs / Math.pow(eta, times);
        return times == 0 ? epochs : (int) Math.min(epochs, evaluateEvery * Math.ceil(part / evaluateEvery));
    }
}
