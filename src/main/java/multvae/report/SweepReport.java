package multvae.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import multvae.evaluation.Metrics;
import multvae.training.History;

/** sweep.html: the trainings of a sweep beside each other, and how the best one does on the test users. */
public final class SweepReport {

    private SweepReport() {}

    /** What sweep.mustache shows, by its names. */
    private record Content(
            String title, String best, ResultSection result, List<String> header, List<Row> rows, List<Plot> plots) {}

    private record Row(boolean best, List<String> cells) {}

    /**
     * Renders a sweep: the same bytes for the same sweep.
     *
     * @param trials by their values, in the order in which they are drawn, at least one, all of the same keys
     * @param header the names of the table's columns
     * @param table a row for each trial
     * @param best the number of the best one, from 0
     * @param test how the best one does on the test users
     * @param training of the best one
     */
    public static String render(
            Map<SortedMap<String, String>, History> trials,
            List<String> header,
            List<List<String>> table,
            int best,
            Metrics test,
            FinishedTraining training) {
        SortedMap<String, String> values = List.copyOf(trials.keySet()).get(best);
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            rows.add(new Row(row == best, table.get(row)));
        }
        return Page.render(
                "sweep",
                new Content(
                        "Sweep over " + String.join(", ", values.keySet()),
                        SweepPlots.name(values, values.keySet()),
                        ResultSection.of(
                                test,
                                Optional.of(training),
                                "Means over " + Numbers.count(test.users(), "test user") + ". "
                                        + ReportText.uncertainty()),
                        header,
                        rows,
                        new SweepPlots(trials).all()));
    }
}
