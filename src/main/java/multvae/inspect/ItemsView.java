package multvae.inspect;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import multvae.io.JsonId;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.matrix.ItemIndex;
import multvae.matrix.TitleSearch;
import multvae.run.Artifacts;
import multvae.run.RunLayout;

/** The items that a search of the titles finds, the best match first; or all, the most popular first. */
public final class ItemsView implements View {

    private final Catalogue catalogue;
    private final List<Integer> found;

    /** @param text blank for all */
    public ItemsView(Artifacts run, String text) throws IOException {
        this.catalogue = new Catalogue(run);
        this.found = text.isBlank() ? catalogue.byPopularity() : catalogue.find(text);
    }

    @Override
    public Object data() {
        return catalogue.items(found);
    }

    @Override
    public List<String> lines() {
        return found.isEmpty() ? List.of("no item with that in its title") : catalogue.lines(found);
    }

    /**
     * An item.
     *
     * @param index its column
     * @param itemId its raw id
     * @param title its title
     * @param trainUsers how many train users have it
     */
    record Item(int index, @JsonId String itemId, String title, int trainUsers) {}

    /** The items of a run's data. */
    static final class Catalogue {

        private final ItemIndex index;
        private final CsrMatrix train;
        private final int[] trainUsers; // [items]

        Catalogue(Artifacts run) throws IOException {
            this.index = ItemIndex.read(run.file(RunLayout.ITEMS));
            this.train = CsrFile.read(run.file(RunLayout.TRAIN_MATRIX), CsrFile.ANY, index.size());
            this.trainUsers = train.columnCounts();
        }

        int size() {
            return index.size();
        }

        CsrMatrix train() {
            return train;
        }

        /** The most popular first; of equals, the lower column. */
        List<Integer> byPopularity() {
            return IntStream.range(0, index.size())
                    .boxed()
                    .sorted(Comparator.comparing((Integer item) -> -trainUsers[item]))
                    .toList();
        }

        /** As {@link TitleSearch} ranks them. */
        List<Integer> find(String text) {
            return new TitleSearch(index, trainUsers).find(text, index.size());
        }

        /** How many train users each item has, [items]. */
        int[] trainUsers() {
            return trainUsers.clone();
        }

        List<Item> items(List<Integer> columns) {
            return columns.stream().map(this::item).toList();
        }

        private Item item(int column) {
            String title = index.title(column).isEmpty() ? "(no title)" : index.title(column);
            return new Item(column, index.itemId(column), title, trainUsers[column]);
        }

        /** For people, a line for each. */
        List<String> lines(List<Integer> columns) {
            return items(columns).stream()
                    .map(item -> String.format(
                            Locale.ROOT, "  %7d users  item %s  %s", item.trainUsers(), item.itemId(), item.title()))
                    .toList();
        }
    }
}
