package multvae.report;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/**
 * A linear scale with ticks at round numbers: multiples of 1, 2 or 5 times a power of ten.
 *
 * @param low the value at {@code from}
 * @param high the value at {@code to}, above {@code low}
 * @param from a coordinate
 * @param to a coordinate, perhaps below {@code from}
 * @param step between two ticks
 */
record Axis(double low, double high, double from, double to, double step) {

    private static final double LARGE = 1e6;
    private static final double SMALL = 1e-4;
    private static final int MOST_TICKS = 100;
    private static final double LABEL_GAP = 4;

    /** An axis that ends at ticks, so that no point is at its edge unless that is a tick. */
    static Axis rounded(double lowest, double highest, double from, double to, int ticks) {
        Axis exact = exact(lowest, highest, from, to, ticks);
        return new Axis(
                exact.step * Math.floor(exact.low / exact.step),
                exact.step * Math.ceil(exact.high / exact.step),
                from,
                to,
                exact.step);
    }

    /** An axis from the lowest to the highest value; around it, if there is just one. */
    static Axis exact(double lowest, double highest, double from, double to, int ticks) {
        double low = lowest;
        double high = highest;
        if (!(high - low > Math.abs(high) * 1e-9)) {
            double around = high == 0 ? 1 : Math.abs(high) / 2;
            low -= around;
            high += around;
        }
        return new Axis(low, high, from, to, step((high - low) / ticks));
    }

    /** As {@link #exact}, of whole numbers: no tick is between two. */
    static Axis whole(double lowest, double highest, double from, double to, int ticks) {
        Axis exact = highest > lowest
                ? exact(lowest, highest, from, to, ticks)
                : new Axis(lowest - 1, highest + 1, from, to, 1);
        return new Axis(exact.low, exact.high, from, to, Math.max(1, exact.step));
    }

    /** The axis of the most ticks, at most {@code most}, whose labels do not meet along x. */
    static Axis labelled(IntFunction<Axis> axisOfTicks, int most) {
        for (int ticks = most; ticks > 1; ticks--) {
            Axis axis = axisOfTicks.apply(ticks);
            double widest = axis.ticks().stream()
                    .mapToDouble(tick -> Svg.width(axis.label(tick)))
                    .max()
                    .orElse(0);
            if (widest + LABEL_GAP <= Math.abs(axis.at(axis.low + axis.step) - axis.from)) {
                return axis;
            }
        }
        return axisOfTicks.apply(1);
    }

    /** The round number at or above. */
    private static double step(double width) {
        double power = Math.pow(10, Math.floor(Math.log10(width)));
        for (int factor : new int[] {1, 2, 5}) {
            if (factor * power >= width * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** The coordinate of a value. */
    double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    /** The values to label, ascending. */
    List<Double> ticks() {
        long first = (long) Math.ceil(low / step - 1e-9);
        long last = (long) Math.floor(high / step + 1e-9);
        return LongStream.rangeClosed(first, last)
                .limit(MOST_TICKS)
                .mapToObj(tick -> tick * step)
                .toList();
    }

    /** A tick's label: as many decimals as the step has. */
    String label(double tick) {
        if (Math.abs(tick) >= LARGE || (step < SMALL && tick != 0)) {
            return String.format(Locale.ROOT, "%.1e", tick);
        }
        int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        return Numbers.fixed(tick, decimals);
    }
}
