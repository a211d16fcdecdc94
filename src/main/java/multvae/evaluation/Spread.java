package multvae.evaluation;

import java.util.stream.DoubleStream;

/**
 * A figure of trainings that differ in their seed only.
 *
 * @param mean their mean
 * @param deviation their standard deviation with divisor n - 1; 0 for one training
 */
public record Spread(double mean, double deviation) {

    /** Of at least one figure. */
    public static Spread of(double... figures) {
        double mean = DoubleStream.of(figures).sum() / figures.length;
        double squares = DoubleStream.of(figures)
                .map(figure -> (figure - mean) * (figure - mean))
                .sum();
        return new Spread(mean, figures.length == 1 ? 0 : Math.sqrt(squares / (figures.length - 1)));
    }
}
