package multvae.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import multvae.evaluation.Metrics;

/** tune.html: the trials of a search, what mattered, and how the winner does on the test users. */
public final class TuneReport {

    private TuneReport() {}

    /** What tune.mustache shows, by its names. */
    private record Content(String title, List<Section> sections, boolean tested, ResultSection result) {}

    private record Section(
            String id,
            String model,
            String best,
            String schedule,
            List<Plot> plots,
            List<KeyRow> keys,
            String honesty,
            List<String> header,
            List<Row> rows) {}

    private record KeyRow(String key, String correlation, String share, String chance, String verdict) {}

    private record Row(boolean best, List<String> cells) {}

    /** A table of trials: a row for each, and the number of the best one's, from 0. */
    public record Table(List<String> header, List<List<String>> rows, int best) {}

    /**
     * Renders a search: the same bytes for the same search.
     *
     * @param all what was searched, at least one
     * @param tables of each in turn
     * @param test how the winner does on the test users; absent if they were not read
     * @param training of the winner; absent likewise
     */
    public static String render(
            List<Tuned> all, List<Table> tables, Optional<Metrics> test, Optional<FinishedTraining> training) {
        List<Section> sections = new ArrayList<>();
        for (int n = 0; n < all.size(); n++) {
            sections.add(section(all.get(n), tables.get(n)));
        }
        return Page.render(
                "tune",
                new Content(
                        "Search of " + all.stream().map(tuned -> name(tuned)).collect(Collectors.joining(", ")),
                        sections,
                        test.isPresent(),
                        test.map(metrics -> ResultSection.of(
                                        metrics,
                                        training,
                                        "Means over " + Numbers.count(metrics.users(), "test user") + ". "
                                                + ReportText.uncertainty()))
                                .orElse(null)));
    }

    private static String name(Tuned tuned) {
        return tuned.model().equals("model") ? "the model" : KnownModel.printed(tuned.model());
    }

    private static Section section(Tuned tuned, Table table) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < table.rows().size(); row++) {
            rows.add(new Row(row == table.best(), table.rows().get(row)));
        }
        List<Influence> influences = Influence.of(tuned);
        return new Section(
                "search-" + tuned.model(),
                name(tuned),
                SweepPlots.name(tuned.best().values(), tuned.best().values().keySet()) + ": validation NDCG@100 "
                        + Numbers.metric(tuned.best().last()),
                schedule(tuned),
                new TunePlots(tuned).all(),
                influences.stream()
                        .map(influence -> row(influence, influences.size()))
                        .toList(),
                honesty(influences),
                table.header(),
                rows);
    }

    private static String schedule(Tuned tuned) {
        int first = tuned.rungs().get(0).trials();
        if (tuned.rungs().get(0).epochs() == 0) {
            return Numbers.count(first, "trial") + ", a fit each.";
        }
        return tuned.rungs().stream()
                        .map(rung -> Numbers.count(rung.trials()) + (rung.trials() == 1 ? " trial" : " trials")
                                + " up to epoch " + rung.epochs())
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private static KeyRow row(Influence influence, int keys) {
        return new KeyRow(
                influence.key(),
                Double.isNaN(influence.correlation())
                        ? "\u2013"
                        : (influence.correlation() > 0 ? "+" : "") + Numbers.fixed(influence.correlation(), 2),
                String.format(Locale.ROOT, "%.0f %%", 100 * influence.share()),
                String.format(Locale.ROOT, "%.1f %%", 100 * influence.chance()),
                influence.verdict(keys));
    }

    private static String honesty(List<Influence> influences) {
        int trials = influences.get(0).trials();
        String from = "From " + trials + " trials, all as long trained: the first comparison. ";
        return from
                + (trials < Influence.FEWEST
                        ? "So few say little: run more with tune.trials before you fix a key."
                        : "A key matters if chance does as much in at most 5 % of random orders, divided by the number of keys. A key"
                                + " whose best value is in the middle shows in its picture only.");
    }
}
