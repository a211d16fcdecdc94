package multvae.config;

/** How much better is better. */
public enum ThresholdMode {
    /** By more than the threshold times the best value so far. */
    RELATIVE,
    /** By more than the threshold. */
    ABSOLUTE
}
