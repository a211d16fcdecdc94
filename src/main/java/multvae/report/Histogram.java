package multvae.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How often counts occur, in bins that double: 0, 1, 2-3, 4-7 and so on, up to the last bin that has any.
 *
 * @param frequencies [bins]
 */
public record Histogram(List<Integer> frequencies) {

    private static final int WIDTH = 40;

    /** Counts from {@code from} to {@code to}, both included, occur {@code frequency} times. */
    public record Bin(int from, int to, int frequency) {

        String label() {
            return from == to ? String.valueOf(from) : from + "-" + to;
        }
    }

    /** Counts from 0. */
    public static Histogram of(int[] counts) {
        int[] frequencies = new int[Integer.SIZE];
        int used = 0;
        for (int count : counts) {
            int bin = Integer.SIZE - Integer.numberOfLeadingZeros(count);
            frequencies[bin]++;
            used = Math.max(used, bin + 1);
        }
        List<Integer> list = new ArrayList<>();
        for (int bin = 0; bin < used; bin++) {
            list.add(frequencies[bin]);
        }
        return new Histogram(List.copyOf(list));
    }

    /** From 0 up, those without any between others included. */
    public List<Bin> bins() {
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < frequencies.size(); bin++) {
            int from = bin == 0 ? 0 : 1 << (bin - 1);
            int to = bin == 0 ? 0 : (int) ((1L << bin) - 1);
            bins.add(new Bin(from, to, frequencies.get(bin)));
        }
        return bins;
    }

    /** One bar per bin, the longest 40 characters; a bin that has any has at least one. */
    public List<String> lines() {
        int highest = frequencies.stream().mapToInt(f -> f).max().orElse(0);
        return bins().stream()
                .dropWhile(bin -> bin.frequency() == 0)
                .map(bin -> String.format(Locale.ROOT, "  %15s %9d %s", bin.label(), bin.frequency(), "#".repeat((int)
                                        Math.ceil((double) WIDTH * bin.frequency() / Math.max(1, highest))))
                        .stripTrailing())
                .collect(Collectors.toList());
    }
}
