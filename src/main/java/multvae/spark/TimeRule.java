package multvae.spark;

import java.io.Serializable;
import java.util.Optional;
import multvae.config.SplitSettings;
import multvae.split.SplitRules;

/**
 * How a split by time divides, to be sent to the executors: null stands for what is not configured.
 *
 * @param last how many of a user's events are tested, or which share
 * @param after from which date on events are tested
 */
record TimeRule(Double last, String after) implements Serializable {

    private static final long serialVersionUID = 1;

    static TimeRule of(SplitSettings settings) {
        return new TimeRule(settings.last().orElse(null), settings.after().orElse(null));
    }

    /** The parts of a shard's events. */
    SplitRules.TimeParts of(Shard shard) {
        SplitSettings settings = new SplitSettings(
                SplitSettings.Type.TIME,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(last),
                Optional.ofNullable(after),
                SplitSettings.Unknown.DROP);
        return SplitRules.byTime(shard.events(), shard.userCount(), settings);
    }
}
