package multvae.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import multvae.evaluation.Metrics;
import multvae.evaluation.Metrics.Figure;
import multvae.evaluation.Spread;

/**
 * The figures of a model that was trained from several seeds: mean, standard deviation, and each. The baselines do not depend on the
 * seed, so the mean difference to one is the difference of the means, with the same deviation.
 */
public final class SeedTable {

    private final List<Long> seeds;
    private final List<Metrics> metrics;

    /**
     * @param seeds at least two
     * @param metrics of each in turn, the first with the baselines
     */
    public SeedTable(List<Long> seeds, List<Metrics> metrics) {
        this.seeds = List.copyOf(seeds);
        this.metrics = List.copyOf(metrics);
    }

    /** For a terminal or Markdown: what it is, and the table. */
    public String render() {
        return title() + "\n\n" + TextTable.render(rows()).replace(Numbers.MINUS, "-");
    }

    String title() {
        return KnownModel.printed(metrics.get(0).model()) + " trained from " + seeds.size()
                + " seeds: mean and standard deviation over the seeds (n - 1)";
    }

    /** The header, then a row for each metric and for each difference in the first one. */
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("", "mean", "sd"));
        seeds.forEach(seed -> header.add("seed " + seed));
        rows.add(header);
        Metrics first = metrics.get(0);
        for (String metric : first.metrics()) {
            rows.add(row(metric, means(metric)));
        }
        String leading = first.metrics().get(0);
        for (Map.Entry<String, Map<String, Figure>> baseline : first.models().entrySet()) {
            if (!baseline.getKey().equals(first.model())) {
                double other = baseline.getValue().get(leading).mean();
                double[] differences = means(leading);
                for (int i = 0; i < differences.length; i++) {
                    differences[i] -= other;
                }
                rows.add(row(leading + " minus " + KnownModel.printed(baseline.getKey()), differences));
            }
        }
        return rows;
    }

    private double[] means(String metric) {
        return metrics.stream()
                .mapToDouble(result ->
                        result.models().get(result.model()).get(metric).mean())
                .toArray();
    }

    private static List<String> row(String name, double... figures) {
        Spread spread = Spread.of(figures);
        List<String> row =
                new ArrayList<>(List.of(name, Numbers.metric(spread.mean()), Numbers.metric(spread.deviation())));
        for (double figure : figures) {
            row.add(Numbers.metric(figure));
        }
        return row;
    }
}
