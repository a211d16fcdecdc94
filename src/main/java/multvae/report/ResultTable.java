package multvae.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import multvae.evaluation.Bootstrap.Interval;
import multvae.evaluation.Metrics;
import multvae.evaluation.Metrics.Figure;

/**
 * The result as a table in Markdown that reads as plain text as well: one row per model, mean and half of the 95 % interval.
 * Below it, a sentence for each baseline: by how much the model beats it in the first metric, paired by user.
 */
public final class ResultTable {

    /** What is behind the plus and minus of every table of a result. */
    static final String UNCERTAINTY = "half of the width of the 95 % bootstrap interval";

    private static final String ASCII = "+-"; // a terminal may have no other

    private ResultTable() {}

    /** Renders a result for a terminal. */
    public static String render(Metrics metrics) {
        return render(metrics, ASCII) + "\n" + ASCII + ": " + UNCERTAINTY + ".\n";
    }

    /**
     * As {@link #render(Metrics)}, and what the result means.
     *
     * @param training of the model
     */
    public static String renderWithVerdict(Metrics metrics, FinishedTraining training) {
        String verdict = ascii(Verdict.of(metrics, Optional.of(training)).sentence());
        return render(metrics) + "\n" + verdict + "\n";
    }

    /** Renders a result with a sign for plus and minus. */
    static String render(Metrics metrics, String plusMinus) {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("model"));
        header.addAll(metrics.metrics());
        rows.add(header);
        metrics.models().forEach((model, figures) -> {
            List<String> row = new ArrayList<>(List.of(KnownModel.printed(model)));
            figures.values().forEach(figure -> row.add(meanAndHalf(figure.mean(), figure.interval95(), plusMinus)));
            rows.add(row);
        });
        StringBuilder text = new StringBuilder(TextTable.render(rows));
        String leading = metrics.metrics().get(0);
        String separator = "\n";
        for (Map.Entry<String, Map<String, Figure>> difference :
                metrics.differences().entrySet()) {
            text.append(separator)
                    .append("- ")
                    .append(sentence(
                            KnownModel.printed(metrics.model()),
                            KnownModel.printed(difference.getKey()),
                            difference.getValue().get(leading),
                            leading))
                    .append('\n');
            separator = "";
        }
        return text.toString();
    }

    private static String sentence(String model, String baseline, Figure difference, String metric) {
        return switch (Outcome.of(difference.interval95())) {
            case BETTER -> model + " beats " + baseline + " by " + lead(difference, metric);
            case WORSE -> model + " trails " + baseline + " by " + lead(difference, metric);
            case UNCLEAR ->
                model + " and " + baseline + " differ by " + ascii(Numbers.difference(difference.mean())) + " " + metric
                        + ": the 95 % interval, " + ascii(ends(difference.interval95())) + ", includes zero";
        };
    }

    /**
     * How large a difference is whose interval does not include zero, whoever is ahead. It names the interval's ends: half of a skewed
     * interval's width may be more than the mean, as if it included zero.
     */
    static String lead(Figure difference, String metric) {
        double low = Math.abs(difference.interval95().low());
        double high = Math.abs(difference.interval95().high());
        return Numbers.metric(Math.abs(difference.mean())) + " " + metric + " (95 % interval: "
                + Numbers.metric(Math.min(low, high)) + " to " + Numbers.metric(Math.max(low, high)) + ")";
    }

    /** The ends of a difference's interval, with their signs. */
    static String ends(Interval difference) {
        return Numbers.difference(difference.low()) + " to " + Numbers.difference(difference.high());
    }

    private static String ascii(String numbers) {
        return numbers.replace(Numbers.MINUS, "-");
    }

    static String meanAndHalf(double mean, Interval interval, String plusMinus) {
        return String.format(Locale.ROOT, "%.4f %s %.4f", mean, plusMinus, (interval.high() - interval.low()) / 2);
    }
}
