package multvae.config;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How the weight of the KL term, beta, rises: min(cap, step / totalSteps).
 *
 * @param cap the highest beta, in [0, 1]; 0 keeps beta at 0
 * @param totalSteps steps after which an uncapped beta would be 1; 0 or less keeps beta at the cap; absent: derived from the epochs, as the tutorial does
 * @param epochs the epochs until beta reaches its cap, 1 to the run's; absent: four fifths of the run's. Only where totalSteps is absent
 */
public record AnnealSettings(double cap, OptionalLong totalSteps, OptionalInt epochs) {

    static AnnealSettings read(Section anneal) {
        return new AnnealSettings(
                anneal.get("cap", Kind.number(Interval.closed(0, 1))),
                anneal.optional("totalSteps", Kind.longInteger(Long.MIN_VALUE, Long.MAX_VALUE))
                        .map(OptionalLong::of)
                        .orElseGet(OptionalLong::empty),
                anneal.optional("epochs", Kind.integer(1)).map(OptionalInt::of).orElseGet(OptionalInt::empty));
    }
}
