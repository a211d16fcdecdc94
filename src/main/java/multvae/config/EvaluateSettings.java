package multvae.config;

/**
 * How held-out users are scored.
 *
 * @param batchSize users scored at once, from 1; a matter of memory and speed, not of the result
 */
public record EvaluateSettings(int batchSize) {}
