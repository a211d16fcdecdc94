package multvae.evaluation;

/**
 * Where a mean over users lies with a confidence of 95 %.
 *
 * @param low the 2.5 % quantile of what the mean might have been with other users
 * @param high the 97.5 % quantile
 */
public record ConfidenceInterval(double low, double high) {}
