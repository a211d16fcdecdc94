package multvae.config;

/**
 * The confidence intervals.
 *
 * @param resamples how many times the users are drawn anew, 1 to 1,000,000
 * @param seed of the draws
 */
public record BootstrapSettings(int resamples, long seed) {

    static BootstrapSettings read(Section bootstrap) {
        return new BootstrapSettings(
                bootstrap.get("resamples", ValueType.integer(1, 1_000_000)),
                bootstrap.get("seed", ValueType.longInteger(Long.MIN_VALUE, Long.MAX_VALUE)));
    }
}
