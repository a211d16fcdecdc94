package multvae.stages;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
        missing(Stream.of(Part.values()).map(divided.users()::userIds)).forEach(id -> doubts.add(missing("user", id)));
        missing(Stream.of(divided.itemIds())).forEach(id -> doubts.add(missing("item", id)));
        return doubts;
    }

    /** A table of titles without an item of the ratings, which may write its ids otherwise: 8, 08 and 8.0 are three. */
    static Optional<String> ofTitles(Path file, Titles read, IdList itemIds) {
        boolean has = IntStream.range(0, itemIds.size())
                .mapToObj(itemIds::get)
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

    private static Stream<String> missing(Stream<IdList> ids) {
        return ids.flatMap(IdList::texts)
                .filter(id -> MISSING.contains(id.toLowerCase(Locale.ROOT)))
                .distinct();
    }

    private static String missing(String of, String id) {
        return "the " + of + " " + Printable.oneLine(id) + " is taken for a " + of
                + " like others; if it stands for a missing id, leave its rows out with data.query, as docs/data.md shows";
    }
}
