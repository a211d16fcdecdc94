package multvae.report;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import multvae.evaluation.Example;
import multvae.io.IoReason;

/**
 * A user's history, what was held out of it, and each model's list, by title.
 *
 * @param known some items of the history, and {@code more} how many others there are, or null
 * @param missed what was held out and is in no first list of our model, and {@code moreMissed} how many others, or null
 * @param lists of each model, ours first
 */
record ExampleUser(
        String userId,
        String heading,
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
        return run.examples().stream()
                .map(example -> of(run.metrics().model(), example, titles))
                .toList();
    }

    private static ExampleUser of(String model, Example example, Map<String, String> titles) {
        Set<String> heldOut = new HashSet<>(example.heldOut());
        List<Item> items = example.recommended().stream()
                .map(item -> new Item(title(item, titles), heldOut.contains(item)))
                .toList();
        long hits = items.stream().filter(Item::hit).count();
        Set<String> found = new HashSet<>(example.recommended());
        List<String> missed = example.heldOut().stream()
                .filter(item -> !found.contains(item))
                .map(item -> title(item, titles))
                .toList();
        List<String> known =
                example.foldIn().stream().map(item -> title(item, titles)).toList();
        return new ExampleUser(
                IoReason.oneLine(example.userId()),
                known.size() + " items known, " + heldOut.size() + " held out",
                known.stream().limit(SHOWN).toList(),
                more(known),
                missed.stream().limit(SHOWN).toList(),
                more(missed),
                List.of(new ModelList(
                        ResultTable.printed(model), hits + " of " + Math.min(items.size(), heldOut.size()), items)));
    }

    private static String more(List<String> items) {
        return items.size() > SHOWN ? String.valueOf(items.size() - SHOWN) : null;
    }

    private static String title(String item, Map<String, String> titles) {
        String title = IoReason.oneLine(titles.getOrDefault(item, ""));
        return title.isBlank() ? "item " + IoReason.oneLine(item) : title;
    }
}
