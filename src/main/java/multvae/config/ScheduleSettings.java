package multvae.config;

/**
 * How the learning rate goes.
 *
 * @param type the rule
 * @param factor what the rate is multiplied by, in (0, 1]
 * @param every epochs between two multiplications of {@link ScheduleType#STEP}, from 1
 * @param minimum the rate is not lowered below this, from 0
 * @param monitor what {@link ScheduleType#PLATEAU} watches
 * @param patience evaluations without getting better that it bears with; one more lowers the rate
 * @param threshold how much better is better, from 0
 * @param thresholdMode whether the threshold is a proportion of the best value
 */
public record ScheduleSettings(
        ScheduleType type,
        double factor,
        int every,
        double minimum,
        Monitor monitor,
        int patience,
        double threshold,
        ThresholdMode thresholdMode) {

    static ScheduleSettings read(Section schedule) {
        return new ScheduleSettings(
                schedule.get("type", ValueType.constant(ScheduleType.class)),
                schedule.get("factor", ValueType.number(Interval.openClosed(0, 1))),
                schedule.get("every", ValueType.integer(1)),
                schedule.get("minimum", ValueType.number(Interval.atLeast(0))),
                schedule.get("monitor", ValueType.constant(Monitor.class)),
                schedule.get("patience", ValueType.integer(0)),
                schedule.get("threshold", ValueType.number(Interval.atLeast(0))),
                schedule.get("thresholdMode", ValueType.constant(ThresholdMode.class)));
    }
}
