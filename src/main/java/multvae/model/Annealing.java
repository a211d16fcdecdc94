package multvae.model;

import multvae.config.AnnealSettings;

/**
 * The weight of the KL term at a step: min(cap, step / totalSteps), step counted from 0 (Liang et al. 2018, section 2.2.2).
 *
 * @param cap the highest beta; 0 keeps beta at 0 throughout
 * @param totalSteps the steps after which an uncapped beta is 1; 0 or less holds beta at the cap
 */
record Annealing(double cap, double totalSteps) {

    /** Where the tutorial lets beta reach its cap: the last fifth of the epochs trains at the cap. */
    private static final double CAPPED_PROPORTION = 0.2;

    /**
     * As configured, or by the tutorial's formula: the steps until the cap, over the cap.
     *
     * @param stepsPerEpoch batches in an epoch, the smaller last one counted
     * @param epochs the run's epochs
     */
    static Annealing of(AnnealSettings settings, int stepsPerEpoch, int epochs) {
        if (settings.totalSteps().isPresent()) {
            return new Annealing(settings.cap(), settings.totalSteps().getAsLong());
        }
        int annealEpochs = settings.epochs().orElse(epochs - (int) (CAPPED_PROPORTION * epochs));
        return new Annealing(settings.cap(), (double) stepsPerEpoch * annealEpochs / settings.cap());
    }

    /** beta at {@code step}, from 0. */
    double beta(long step) {
        return cap == 0 || totalSteps <= 0 ? cap : Math.min(cap, step / totalSteps);
    }
}
