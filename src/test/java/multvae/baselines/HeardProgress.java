package multvae.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Writes down what it hears. */
final class HeardProgress implements FitProgress {

    final List<Double> shares = new ArrayList<>();
    final List<String> others = new ArrayList<>();

    @Override
    public void estimated(String baseline, int items, long bytes, double seconds) {
        assertThat(seconds).isPositive();
        others.add(baseline + " " + items + " " + bytes + " after " + shares.size());
    }

    @Override
    public void advanced(double share) {
        shares.add(share);
    }

    @Override
    public void ended() {
        others.add("ended after " + shares.size());
    }
}
