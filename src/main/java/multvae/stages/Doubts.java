package multvae.stages;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import multvae.ids.IdList;
import multvae.io.Printable;
import multvae.matrix.Part;
import multvae.ratings.Titles;
import multvae.split.SplitStatistics;

/** What can be read but may not be what its owner means, for the log. */
final class Doubts {

    /** What programs write for a value that is missing, in lower case. */
    private static final Set<String> MISSING =
            Set.of("null", "(null)", "nil", "nan", "nat", "none", "na", "n/a", "#n/a", "<na>", "\\n", "undefined");

    /** As pandas writes whole numbers of a column that lacks some. */
    private static final Predicate<String> DECIMAL =
            Pattern.compile("[0-9]{1,30}\\.0").asMatchPredicate();

    private Doubts() {}

    /** One line for each. */
    static List<String> of(Divider.Divided divided, double threshold) {
        List<String> doubts = new ArrayList<>();
        SplitStatistics statistics = divided.statistics();
        int counted = statistics.ratings() - statistics.repeated();
        if (divided.explicit() && statistics.ratingsAboveThreshold() >= counted) {
            doubts.add("every rating is above preprocess.ratingThreshold = " + threshold
                    + ", so every row is an event; raise it if low ratings are among them");
        }
        List<IdList> users =
                Stream.of(Part.values()).map(divided.users()::userIds).toList();
        doubts.addAll(of("user", users));
        doubts.addAll(of("item", List.of(divided.itemIds())));
        return doubts;
    }

    private static List<String> of(String of, List<IdList> ids) {
        List<String> doubts = new ArrayList<>();
        missing(ids).forEach(id -> doubts.add(missing(of, id)));
        first(ids, Doubts::isQuoted)
                .ifPresent(id -> doubts.add("every " + of + " id is in quotes, such as " + id
                        + "; if they are no part of the ids, name them in data.quote"));
        first(ids, DECIMAL)
                .ifPresent(id -> doubts.add("every " + of + " id ends with .0, such as " + id
                        + ", and is another one than " + id.substring(0, id.length() - 2)
                        + "; a program may have taken whole numbers for decimals"));
        return doubts;
    }

    /** A table of titles without an item of the ratings, which may write its ids otherwise: 8, 08 and 8.0 are three. */
    static Optional<String> ofTitles(Path file, Titles read, IdList itemIds) {
        boolean has = all(itemIds)
                .anyMatch(
                        item -> read.titles().containsKey(item) || read.genres().containsKey(item));
        if (has) {
            return Optional.empty();
        }
        return read.titles().keySet().stream()
                .min(Comparator.naturalOrder())
                .map(id -> file
                        + ": no item of the ratings is in it; its ids are such as " + Printable.oneLine(id)
                        + ", theirs such as "
                        + Printable.oneLine(itemIds.get(0)) + "; write the same id in both");
    }

    private static boolean isQuoted(String id) {
        return id.length() > 1
                && (id.charAt(0) == '\'' || id.charAt(0) == '"')
                && id.charAt(id.length() - 1) == id.charAt(0);
    }

    /** The first id if all are so. */
    private static Optional<String> first(List<IdList> ids, Predicate<String> areSo) {
        return ids.stream().flatMap(Doubts::all).allMatch(areSo)
                ? ids.stream().flatMap(Doubts::all).findFirst().map(Printable::oneLine)
                : Optional.empty();
    }

    private static Stream<String> all(IdList ids) {
        return IntStream.range(0, ids.size()).mapToObj(ids::get);
    }

    private static Stream<String> missing(List<IdList> ids) {
        return ids.stream()
                .flatMap(IdList::texts)
                .filter(id -> MISSING.contains(id.toLowerCase(Locale.ROOT)))
                .distinct();
    }

    private static String missing(String of, String id) {
        return "the " + of + " " + Printable.oneLine(id) + " is taken for a " + of
                + " like others; if it stands for a missing id, leave its rows out with data.query, as docs/data.md shows";
    }
}
