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

    private static final int SHORTEST_ABBREVIATION = 2;
    private static final int SHORT = 4;

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
                .filter(name -> distance(word, name) <= tolerated(word))
                .or(() -> onlyOne(names.stream()
                        .filter(name -> List.of(name.split("-", -1)).contains(word)) // knn of item-knn
                        .toList()));
    }

    private static Optional<String> onlyOne(List<String> names) {
        return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    }

    /**
     * The nearest key: one that is a letter off; else one of the same section that this abbreviates; else the nearest by all
     * of its text, by its last name, which may have been written in another section, or by all that was written against the
     * last name: split.seed for preprocess.splitSeed. Of equals the one that ends in more of the same names, then the one that
     * is nearer as a whole, then the first.
     */
    static Optional<String> nearestKey(String unknown, List<String> keys) {
        ToIntFunction<String> cost = key -> Math.min(
                Math.min(distance(unknown, key), distance(unknown.replace(".", ""), lastName(key))),
                1 + distance(lastName(unknown), lastName(key)));
        Optional<String> nearest = keys.stream()
                .min(Comparator.comparingInt(cost)
                        .thenComparing(Comparator.comparingInt((String key) -> namesInCommon(unknown, key))
                                .reversed())
                        .thenComparingInt(key -> distance(unknown, key)))
                .filter(key -> cost.applyAsInt(key) <= tolerated(lastName(unknown)));
        return nearest.filter(key -> distance(unknown, key) <= 1)
                .or(() -> abbreviated(unknown, keys))
                .or(() -> nearest);
    }

    private static Optional<String> abbreviated(String unknown, List<String> keys) {
        String word = lastName(unknown);
        return keys.stream()
                .filter(key -> section(key).equals(section(unknown)) && abbreviates(word, lastName(key)))
                .min(Comparator.comparingInt(String::length));
    }

    /**
     * Whether a word begins the name, is one of its words, or has a beginning of each: learn, rate, lr and lrate of learningRate. Case
     * does not count.
     */
    static boolean abbreviates(String word, String name) {
        if (word.length() < SHORTEST_ABBREVIATION) {
            return false;
        }
        String lowerCase = word.toLowerCase(Locale.ROOT);
        List<String> words = List.of(name.split("(?=\\p{Lu})"));
        return name.toLowerCase(Locale.ROOT).startsWith(lowerCase)
                || words.stream().anyMatch(lowerCase::equalsIgnoreCase)
                || hasBeginnings(lowerCase, words);
    }

    private static boolean hasBeginnings(String text, List<String> words) {
        if (words.isEmpty() || text.isEmpty()) {
            return words.isEmpty() && text.isEmpty();
        }
        String word = words.get(0).toLowerCase(Locale.ROOT);
        List<String> rest = words.subList(1, words.size());
        for (int length = 1; length <= word.length() && text.startsWith(word.substring(0, length)); length++) {
            if (hasBeginnings(text.substring(length), rest)) {
                return true;
            }
        }
        return false;
    }

    /** Of a short word every other short word is near. */
    private static int tolerated(String word) {
        return word.length() <= SHORT ? 1 : Math.max(2, word.length() / 3);
    }

    private static String section(String key) {
        return key.substring(0, Math.max(0, key.lastIndexOf('.')));
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
