package multvae.matrix;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/**
 * Finds items by the words of their titles, in any order: people write "the lion king", the file has "Lion King, The (1994)". A symbol,
 * such as an emoji, is a word too. An item without a title is found by its id. Case, accents and punctuation do not count. Each word is compared once with each distinct word of all titles, not
 * with every title's words. Immutable.
 */
public final class TitleSearch {

    /** A longer text is cut: anyone may ask, and the time grows with its length. */
    private static final int MOST_CHARACTERS = 200;

    private static final int MOST_WORDS = 10;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+|\\p{So}");
    private static final Pattern APOSTROPHE = Pattern.compile("['\u2019]");

    /** What a title may end with that people leave out, as in Toy Story (1995). */
    private static final Pattern YEAR = Pattern.compile("\\([0-9]{4}\\)$");

    private final String[] vocabulary; // the distinct words of all titles
    private final int[][] titles; // [items][words], as indices of the vocabulary
    private final int[] lengths; // [items], in words, without the year
    private final int[] trainUsers; // [items]

    /** @param trainUsers [items], how many users have each item: it orders equal matches */
    public TitleSearch(ItemIndex items, int[] trainUsers) {
        Map<String, Integer> numbers =
                new LinkedHashMap<>(); // which tolerates words with equal hashes, as a stranger may choose
        this.titles = new int[items.size()][];
        this.lengths = new int[items.size()];
        for (int item = 0; item < titles.length; item++) {
            String title = items.title(item).isEmpty() ? items.itemId(item) : items.title(item);
            titles[item] = words(title).stream()
                    .mapToInt(word -> numbers.computeIfAbsent(word, w -> numbers.size()))
                    .toArray();
            lengths[item] = titles[item].length - (YEAR.matcher(title).find() ? 1 : 0);
        }
        this.vocabulary = numbers.keySet().toArray(String[]::new);
        this.trainUsers = trainUsers.clone();
    }

    /** How badly each word of a title matches a word of the text; 0 the best. */
    @FunctionalInterface
    private interface Cost {
        ToIntFunction<String> of(String wanted);
    }

    /**
     * The items whose titles have every word of the text, whole or as a part of a word. Whole words come first, then
     * beginnings of words, then other parts. Of equals, a title without further words comes first, then the most popular,
     * then the lower index.
     *
     * <p>If there is none: the items whose titles are spelt alike, with the fewest edits first, if at least half of the text's
     * letters are found.
     *
     * @param text its first ten words count, within its first 200 characters
     * @param count the most items to find, from 0
     * @return indices of items
     */
    public List<Integer> find(String text, int count) {
        List<String> wanted = words(text.substring(0, Math.min(text.length(), MOST_CHARACTERS))).stream()
                .limit(MOST_WORDS)
                .toList();
        if (wanted.isEmpty()) {
            return List.of();
        }
        int missing = 3 * wanted.size(); // more than all words at their worst, 2
        List<Integer> found = ranked(wanted, word -> inTitle -> part(word, inTitle, missing), missing - 1, count);
        int letters = wanted.stream().mapToInt(String::length).sum();
        return found.isEmpty() ? ranked(wanted, TitleSearch::edits, letters / 2, count) : found;
    }

    private static int part(String wanted, String inTitle, int missing) {
        return switch (inTitle.indexOf(wanted)) {
            case -1 -> missing;
            case 0 -> wanted.length() == inTitle.length() ? 0 : 1;
            default -> 2;
        };
    }

    /** In letters to correct: all of them if more than a third are wrong. */
    private static ToIntFunction<String> edits(String wanted) {
        DamerauLevenshteinDistance distance = new DamerauLevenshteinDistance(wanted.length() / 3);
        return inTitle -> {
            if (inTitle.contains(wanted)) {
                return 0;
            }
            int edits = distance.apply(wanted, inTitle);
            return edits < 0 ? wanted.length() : edits;
        };
    }

    private List<Integer> ranked(List<String> wanted, Cost cost, int most, int count) {
        int[][] costs = new int[wanted.size()][vocabulary.length];
        for (int k = 0; k < costs.length; k++) {
            ToIntFunction<String> costOf = cost.of(wanted.get(k));
            for (int word = 0; word < vocabulary.length; word++) {
                costs[k][word] = costOf.applyAsInt(vocabulary[word]);
            }
        }
        int[] total = new int[titles.length];
        for (int item = 0; item < titles.length; item++) {
            total[item] = titles[item].length == 0 ? Integer.MAX_VALUE : cheapest(titles[item], costs);
        }
        return IntStream.range(0, titles.length)
                .filter(item -> total[item] <= most)
                .boxed()
                .sorted(Comparator.comparingInt((Integer item) -> total[item])
                        .thenComparing(item -> total[item] == 0 && lengths[item] > wanted.size())
                        .thenComparingInt(item -> -trainUsers[item])
                        .thenComparingInt(item -> item))
                .limit(count)
                .toList();
    }

    private static int cheapest(int[] title, int[][] costs) {
        int total = 0;
        for (int[] costOf : costs) {
            int least = Integer.MAX_VALUE;
            for (int word : title) {
                least = Math.min(least, costOf[word]);
            }
            total += least;
        }
        return total;
    }

    private static List<String> words(String text) {
        String plain = StringUtils.stripAccents(APOSTROPHE.matcher(text).replaceAll(""));
        return WORD.matcher(plain.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
    }
}
