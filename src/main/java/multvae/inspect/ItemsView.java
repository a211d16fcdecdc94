package multvae.inspect;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import multvae.pipeline.Artifacts;

/** The items whose title has a text in it, in upper or lower case, the most popular first. */
public final class ItemsView implements View {

    private final Items items;
    private final List<Integer> found;

    /** @param text empty finds all */
    public ItemsView(Artifacts run, String text) throws IOException {
        this.items = new Items(run);
        String wanted = text.toLowerCase(Locale.ROOT);
        this.found = items.byPopularity().stream()
                .filter(item -> items.title(item).toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
    }

    @Override
    public Object data() {
        return found.stream().map(items::data).toList();
    }

    @Override
    public List<String> lines() {
        return found.isEmpty()
                ? List.of("no item of that title")
                : found.stream().map(items::line).toList();
    }
}
