package multvae.config;

/**
 * The EASE baseline.
 *
 * @param lambda the weight of the squared weights, above 0
 */
public record EaseSettings(double lambda) {

    static EaseSettings read(Section ease) {
        return new EaseSettings(ease.get("lambda", ValueType.number(Interval.above(0))));
    }
}
