package multvae.notebook;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares what a notebook printed with what it should print. */
public final class Transcript {

    /** How much a decimal may differ: the sum of an absolute and a relative part. Other processors round differently. */
    private static final double TOLERANCE = 0.01;

    private static final Pattern DECIMAL = Pattern.compile("[-+]?\\d+\\.\\d+(?:[eE][-+]?\\d+)?");

    private Transcript() {}

    /**
     * The first line that differs, in words. Text and whole numbers must be the same, decimals nearly so. The number of
     * blanks does not matter, since a column is as wide as its numbers.
     */
    public static Optional<String> difference(String expected, String actual) {
        List<String> wanted = expected.lines().toList();
        List<String> found = actual.lines().toList();
        for (int n = 0; n < Math.max(wanted.size(), found.size()); n++) {
            String a = n < wanted.size() ? wanted.get(n) : "the end";
            String b = n < found.size() ? found.get(n) : "the end";
            if (n >= wanted.size() || n >= found.size() || !same(a, b)) {
                return Optional.of("line " + (n + 1) + ": expected " + a.strip() + ", found " + b.strip());
            }
        }
        return Optional.empty();
    }

    private static boolean same(String a, String b) {
        if (!text(a).equals(text(b))) {
            return false;
        }
        Matcher first = DECIMAL.matcher(a);
        Matcher second = DECIMAL.matcher(b);
        while (first.find() && second.find()) {
            double expected = Double.parseDouble(first.group());
            double difference = Math.abs(expected - Double.parseDouble(second.group()));
            if (!(difference <= TOLERANCE * (1 + Math.abs(expected)))) {
                return false;
            }
        }
        return true;
    }

    private static String text(String line) {
        return DECIMAL.matcher(line).replaceAll("0.0").replaceAll("\\s+", " ").strip();
    }
}
