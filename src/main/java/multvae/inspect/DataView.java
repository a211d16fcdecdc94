package multvae.inspect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import multvae.matrix.CsrMatrix;
import multvae.report.Histogram;
import multvae.run.Artifacts;
import multvae.run.RunLayout;
import multvae.split.SplitStatistics;
import multvae.split.SplitStatistics.Quantiles;

/** What preprocess made: the split's statistics, histograms of the train users' events, the most popular items. */
public final class DataView implements View {

    private static final int POPULAR = 10;

    private final SplitStatistics statistics;
    private final Histogram eventsPerUser;
    private final Histogram eventsPerItem;
    private final ItemsView.Catalogue catalogue;
    private final List<Integer> popular;

    private record Data(
            SplitStatistics statistics,
            List<Histogram.Bin> trainEventsPerUser,
            List<Histogram.Bin> trainEventsPerItem,
            List<ItemsView.Item> popular) {}

    public DataView(Artifacts run) throws IOException {
        this.statistics = SplitStatistics.read(run.file(RunLayout.STATISTICS));
        this.catalogue = new ItemsView.Catalogue(run);
        CsrMatrix train = catalogue.train();
        this.eventsPerUser = Histogram.of(
                IntStream.range(0, train.rows()).map(train::rowLength).toArray());
        this.eventsPerItem = Histogram.of(catalogue.trainUsers());
        this.popular = catalogue.byPopularity().stream().limit(POPULAR).toList();
    }

    @Override
    public Object data() {
        return new Data(statistics, eventsPerUser.bins(), eventsPerItem.bins(), catalogue.items(popular));
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("split", statistics.split()));
        lines.add(line("ratings", statistics.ratings()));
        lines.add(line("repeated", statistics.repeated()));
        lines.add(line("ratingsAboveThreshold", statistics.ratingsAboveThreshold()));
        lines.add(line("events", statistics.events()));
        lines.add(line("users", statistics.users()));
        lines.add(line("itemsBeforeTrain", statistics.itemsBeforeTrain()));
        lines.add(line("items", statistics.items()));
        lines.add(line("density", statistics.density()));
        lines.add(line("droppedEvents", statistics.droppedEvents()));
        lines.add(line("eventsPerUser", quantiles(statistics.eventsPerUser())));
        lines.add(line("eventsPerItem", quantiles(statistics.eventsPerItem())));
        lines.add("events per train user: how many users have that many");
        lines.addAll(eventsPerUser.lines());
        lines.add("train users per item: how many items have that many");
        lines.addAll(eventsPerItem.lines());
        lines.add("the most popular items among the train users");
        lines.addAll(catalogue.lines(popular));
        return lines;
    }

    /** By the field's name in statistics.json. */
    private static String line(String field, Object value) {
        return String.format(Locale.ROOT, "%-22s %s", field, value);
    }

    private static String quantiles(Quantiles q) {
        return "min:" + q.min() + "  lowerQuartile:" + q.lowerQuartile() + "  median:" + q.median() + "  upperQuartile:"
                + q.upperQuartile() + "  max:" + q.max();
    }
}
