package multvae.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.report.Histogram;
import multvae.run.Artifacts;
import multvae.run.RunLayout;

/** What preprocess made: the split's statistics, histograms of the train users' events, the most popular items. */
public final class DataView implements View {

    private static final int POPULAR = 10;

    private final JsonNode statistics;
    private final Histogram eventsPerUser;
    private final Histogram eventsPerItem;
    private final CatalogueItems items;
    private final List<Integer> popular;

    public DataView(Artifacts run) throws IOException {
        this.statistics =
                new JsonMapper().readTree(run.file(RunLayout.STATISTICS).toFile());
        CsrMatrix train = CsrFile.read(run.file(RunLayout.TRAIN_MATRIX));
        this.eventsPerUser = Histogram.of(
                IntStream.range(0, train.rows()).map(train::rowLength).toArray());
        this.items = new CatalogueItems(run);
        this.eventsPerItem = Histogram.of(items.trainUsers());
        this.popular = items.byPopularity().stream().limit(POPULAR).toList();
    }

    @Override
    public Object data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("statistics", statistics);
        data.put("trainEventsPerUser", eventsPerUser.bins());
        data.put("trainEventsPerItem", eventsPerItem.bins());
        data.put("popular", popular.stream().map(items::data).toList());
        return data;
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        statistics
                .properties()
                .forEach(field -> lines.add(String.format(
                        Locale.ROOT,
                        "%-22s %s",
                        field.getKey(),
                        field.getValue().isObject()
                                ? field.getValue()
                                        .toString()
                                        .replaceAll("[{}\"]", "")
                                        .replace(",", "  ")
                                : field.getValue().asText())));
        lines.add("events a train user: how many users have so many");
        lines.addAll(eventsPerUser.lines());
        lines.add("train users an item: how many items have so many");
        lines.addAll(eventsPerItem.lines());
        lines.add("the most popular among the train users");
        popular.forEach(item -> lines.add(items.line(item)));
        return lines;
    }
}
