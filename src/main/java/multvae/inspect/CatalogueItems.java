package multvae.inspect;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import multvae.io.IoReason;
import multvae.matrix.CsrFile;
import multvae.matrix.ItemIndex;
import multvae.matrix.TitleSearch;
import multvae.run.Artifacts;
import multvae.run.RunLayout;

/** The items of a run's data, with how many train users have each. */
final class CatalogueItems {

    private final ItemIndex index;
    private final int[] trainUsers; // [items]

    CatalogueItems(Artifacts run) throws IOException {
        this.index = ItemIndex.read(run.file(RunLayout.ITEMS));
        this.trainUsers = CsrFile.read(run.file(RunLayout.TRAIN_MATRIX)).columnCounts();
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

    String title(int item) {
        return index.title(item).isEmpty() ? "(no title)" : IoReason.oneLine(index.title(item));
    }

    int[] trainUsers() {
        return trainUsers.clone();
    }

    String line(int item) {
        return String.format(
                Locale.ROOT, "  %7d users  item %d  %s", trainUsers[item], index.itemId(item), title(item));
    }

    Map<String, Object> data(int item) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("index", item);
        data.put("itemId", index.itemId(item));
        data.put("title", index.title(item));
        data.put("trainUsers", trainUsers[item]);
        return data;
    }
}
