package multvae.report;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import multvae.evaluation.Example;
import multvae.io.Plural;
import multvae.io.Printable;

/**
 * A user's history, what was held out of it, and each model's list, by title.
 *
 * @param ours our model, whose misses are shown
 * @param known some items of the history, and {@code more} how many others there are, or null
 * @param missed what was held out and is in no first list of our model, and {@code moreMissed} how many others, or null
 * @param lists of each model, ours first
 */
record ExampleUser(
        String userId,
        String heading,
        String ours,
        List<String> known,
        String more,
        List<String> missed,
        String moreMissed,
        List<ModelList> lists) {

    private static final int SHOWN = 10;

    /** A model's list; {@code hits} says how many of its items were held out. */
    record ModelList(String model, String hits, List<Item> items) {}

    /** An item; a hit was held out. */
    record Item(String title, boolean hit) {}

    /** Those of a run. */
    static List<ExampleUser> of(RunResult run) {
        Map<String, String> titles = new HashMap<>();
        for (int item = 0; item < run.items().size(); item++) {
            titles.put(run.items().itemId(item), run.items().title(item));
        }
        return run.examples().stream().map(example -> of(example, titles)).toList();
    }

    private static ExampleUser of(Example example, Map<String, String> titles) {
        Set<String> heldOut = new HashSet<>(example.heldOut());
        Set<String> found = example.recommended().isEmpty()
                ? Set.of()
                : new HashSet<>(example.recommended().get(0).items());
        List<String> missed = example.heldOut().stream()
                .filter(item -> !found.contains(item))
                .map(item -> title(item, titles))
                .toList();
        List<String> known =
                example.foldIn().stream().map(item -> title(item, titles)).toList();
        return new ExampleUser(
                Printable.oneLine(example.userId()),
                Plural.of(known.size(), "item") + " known, " + heldOut.size() + " held out",
                example.recommended().isEmpty()
                        ? ""
                        : KnownModel.printed(example.recommended().get(0).model()),
                known.stream().limit(SHOWN).toList(),
                more(known),
                missed.stream().limit(SHOWN).toList(),
                more(missed),
                example.recommended().stream()
                        .map(list -> list(list, heldOut, titles))
                        .toList());
    }

    private static ModelList list(Example.Recommended list, Set<String> heldOut, Map<String, String> titles) {
        List<Item> items = list.items().stream()
                .map(item -> new Item(title(item, titles), heldOut.contains(item)))
                .toList();
        long hits = items.stream().filter(Item::hit).count();
        return new ModelList(
                KnownModel.printed(list.model()), hits + " of " + Math.min(items.size(), heldOut.size()), items);
    }

    private static String more(List<String> items) {
        return items.size() > SHOWN ? String.valueOf(items.size() - SHOWN) : null;
    }

    private static String title(String item, Map<String, String> titles) {
        String title = Printable.oneLine(titles.getOrDefault(item, ""));
        return title.isBlank() ? "item " + Printable.oneLine(item) : title;
    }
}
