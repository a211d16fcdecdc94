package multvae.config;

/**
 * How held-out users are scored.
 *
 * @param batchSize users scored at once, 1 to 1,000,000; a matter of memory and speed, not of the result
 */
public record EvaluateSettings(int batchSize) {

    static EvaluateSettings read(Section evaluate) {
        return new EvaluateSettings(evaluate.get("batchSize", Kind.integer(1, 1_000_000)));
    }
}
