package multvae.config;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How the weight of the KL term, beta, goes.
 *
 * @param type the rule
 * @param cap the highest beta, in [0, 1]; 0 keeps beta at 0. Not read by {@link AnnealType#SEARCH}, which finds it
 * @param totalSteps steps after which an uncapped linear beta would be 1; 0 or less keeps beta at the cap; absent: derived from the epochs, as the tutorial does
 * @param epochs the epochs until a linear beta reaches its cap, 1 to the run's; absent: four fifths of the run's. Only where totalSteps is absent
 * @param cycles how often a cyclical beta starts from 0, from 1
 * @param rampFraction the part of a cycle in which beta rises, in (0, 1]
 */
public record AnnealSettings(
        AnnealType type, double cap, OptionalLong totalSteps, OptionalInt epochs, int cycles, double rampFraction) {

    static AnnealSettings read(Section anneal) {
        return new AnnealSettings(
                anneal.get("type", ValueType.constant(AnnealType.class)),
                anneal.get("cap", ValueType.number(Interval.closed(0, 1))),
                anneal.optional("totalSteps", ValueType.longInteger(Long.MIN_VALUE, Long.MAX_VALUE))
                        .map(OptionalLong::of)
                        .orElseGet(OptionalLong::empty),
                anneal.optional("epochs", ValueType.integer(1))
                        .map(OptionalInt::of)
                        .orElseGet(OptionalInt::empty),
                anneal.get("cycles", ValueType.integer(1)),
                anneal.get("rampFraction", ValueType.number(Interval.openClosed(0, 1))));
    }
}
