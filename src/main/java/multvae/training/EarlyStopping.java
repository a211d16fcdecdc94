package multvae.training;

import multvae.config.TrainSettings.Stopping;
import multvae.config.TrainSettings.ThresholdMode;

/** Whether training has stopped getting better. */
final class EarlyStopping {

    private final Stopping settings;
    private final Patience patience;

    EarlyStopping(Stopping settings) {
        this.settings = settings;
        this.patience = new Patience(settings.monitor(), settings.threshold(), ThresholdMode.ABSOLUTE);
    }

    /** Takes an evaluation in. */
    void evaluated(ValidationResult validated) {
        patience.waited(validated);
    }

    /** Whether to stop: {@code patience} evaluations in a row have not been better. */
    boolean isDue() {
        return settings.enabled() && patience.state().waited() >= settings.patience();
    }

    Patience.State state() {
        return patience.state();
    }

    void restore(Patience.State state) {
        patience.restore(state);
    }
}
