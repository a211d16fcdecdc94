package multvae.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** What the writer of an unknown name probably meant. */
public final class Spelling {

    private static final DamerauLevenshteinDistance DISTANCE = new DamerauLevenshteinDistance();

    private Spelling() {}

    /**
     * The Damerau-Levenshtein distance in its optimal-string-alignment form: insertions, deletions, substitutions and
     * swaps of neighbours, no part edited twice. Case does not count.
     */
    public static int distance(String first, String second) {
        return DISTANCE.apply(first.toLowerCase(Locale.ROOT), second.toLowerCase(Locale.ROOT));
    }

    /** The nearest of the names, the first of equals; empty if none is near. */
    public static Optional<String> nearest(String word, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(word, name)))
                .filter(name -> distance(word, name) <= tolerated(word));
    }

    /**
     * The nearest key: by all of its text, by its last name, which may have been written in another section, or by all
     * that was written against the last name: split.seed for preprocess.splitSeed. Of equals the one that ends in more of
     * the same names, then the one that is nearer as a whole, then the first.
     */
    static Optional<String> nearestKey(String unknown, List<String> keys) {
        ToIntFunction<String> cost = key -> Math.min(
                Math.min(distance(unknown, key), distance(unknown.replace(".", ""), lastName(key))),
                1 + distance(lastName(unknown), lastName(key)));
        return keys.stream()
                .min(Comparator.comparingInt(cost)
                        .thenComparing(Comparator.comparingInt((String key) -> namesInCommon(unknown, key))
                                .reversed())
                        .thenComparingInt(key -> distance(unknown, key)))
                .filter(key -> cost.applyAsInt(key) <= tolerated(lastName(unknown)));
    }

    private static int tolerated(String word) {
        return Math.max(2, word.length() / 3);
    }

    private static String lastName(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static int namesInCommon(String a, String b) {
        String[] first = a.split("\\.", -1);
        String[] second = b.split("\\.", -1);
        int common = 0;
        while (common < Math.min(first.length, second.length)
                && first[first.length - 1 - common].equals(second[second.length - 1 - common])) {
            common++;
        }
        return common;
    }
}
