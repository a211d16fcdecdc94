package multvae.inspect;

import java.io.IOException;
import java.util.List;
import multvae.run.Artifacts;

/** The items that a search of the titles finds, the best match first; or all, the most popular first. */
public final class ItemsView implements View {

    private final CatalogueItems items;
    private final List<Integer> found;

    /** @param text blank for all */
    public ItemsView(Artifacts run, String text) throws IOException {
        this.items = new CatalogueItems(run);
        this.found = text.isBlank() ? items.byPopularity() : items.find(text);
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
