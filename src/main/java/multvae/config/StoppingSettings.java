package multvae.config;

/**
 * When training stops before its last epoch.
 *
 * @param enabled whether it may
 * @param monitor what tells
 * @param patience evaluations in a row without getting better after which it stops, from 1
 * @param threshold how much better is better, absolute, from 0
 */
public record StoppingSettings(boolean enabled, Monitor monitor, int patience, double threshold) {

    static StoppingSettings read(Section stopping) {
        return new StoppingSettings(
                stopping.get("enabled", ValueType.flag()),
                stopping.get("monitor", ValueType.constant(Monitor.class)),
                stopping.get("patience", ValueType.integer(1)),
                stopping.get("threshold", ValueType.number(Interval.atLeast(0))));
    }
}
