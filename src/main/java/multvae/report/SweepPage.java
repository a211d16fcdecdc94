package multvae.report;

import java.util.List;
import java.util.Map;
import multvae.training.History;

/** sweep.html: the trainings of a sweep beside each other. */
public final class SweepPage {

    private SweepPage() {}

    /**
     * Renders the page.
     *
     * @param trials by their values, in the order in which they are to be drawn
     * @param table the first row is the header
     */
    public static String render(Map<String, History> trials, List<List<String>> table) {
        return Page.render(
                "sweep",
                Map.of("header", table.get(0), "rows", table.subList(1, table.size()), "plots", Plots.sweep(trials)));
    }
}
