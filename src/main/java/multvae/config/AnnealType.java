package multvae.config;

/** How beta goes from step to step. */
public enum AnnealType {
    /** Rises from 0 to the cap and stays there. */
    LINEAR,
    /** At the cap throughout. */
    CONSTANT,
    /** Rises and is held, again and again (Fu et al. 2019). */
    CYCLICAL,
    /** Trains twice: once with beta rising to 1, then up to the beta of the best validation epoch of the first time. */
    SEARCH
}
