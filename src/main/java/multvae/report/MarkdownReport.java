package multvae.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import multvae.evaluation.Metrics.Figure;
import multvae.evaluation.Metrics.Slice;
import multvae.io.Plural;
import multvae.io.Printable;

/** report.md: the report without its plots, for a terminal or a pull request. */
public final class MarkdownReport {

    private static final String INDENT = "    ";

    private MarkdownReport() {}

    /** Renders a run. */
    public static String render(RunResult run) {
        StringBuilder text = new StringBuilder();
        Verdict verdict = Verdict.of(run.metrics(), Optional.of(run.training()));
        text.append("# ")
                .append(KnownModel.printed(run.metrics().model()))
                .append(" on ")
                .append(run.dataset())
                .append("\n\n**")
                .append(verdict.advice())
                .append("** ")
                .append(verdict.reason())
                .append("\n\n")
                .append(ResultTable.render(run.metrics(), Numbers.PLUS_MINUS))
                .append('\n')
                .append(ReportText.users(run))
                .append(' ')
                .append(ReportText.uncertainty())
                .append("\n\n")
                .append(run.seeds()
                        .map(seeds -> "# Seeds\n\n" + seeds.render() + "\n")
                        .orElse(""))
                .append("# Training\n\n")
                .append(ReportText.training(run))
                .append("\n\n");
        list(text, ReportText.facts(run), ": ");
        text.append("\n# By activity of the users\n\n")
                .append(slices(run, run.metrics().byActivity()))
                .append("\n# By popularity of the items\n\n")
                .append(slices(run, run.metrics().byPopularity()))
                .append("\n# Data\n\n");
        list(text, ReportText.data(run), ": ");
        text.append("\n# Configuration\n\n");
        list(text, run.configuration(), " = ");
        text.append("\n# Provenance\n\n");
        list(text, ReportText.provenance(run), ": ");
        return Printable.lines(text.toString());
    }

    /** Indented, which Markdown takes as it is; so is each further line of a value, such as a query's. */
    private static void list(StringBuilder text, Map<String, ?> entries, String between) {
        entries.forEach((key, value) -> text.append(INDENT)
                .append((key + between + value).lines().collect(Collectors.joining("\n" + INDENT + INDENT)))
                .append('\n'));
    }

    /** The leading metric of each model in each part; - if nobody is in it. */
    private static String slices(RunResult run, Map<?, ? extends Slice> parts) {
        String metric = run.leadingMetric();
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of(metric));
        parts.forEach((name, part) -> header.add(name + " (" + Plural.of(part.users(), "user") + ")"));
        rows.add(header);
        for (String model : run.metrics().models().keySet()) {
            List<String> row = new ArrayList<>(List.of(KnownModel.printed(model)));
            for (Slice part : parts.values()) {
                Map<String, Figure> means = part.models().get(model);
                row.add(means == null ? "-" : figure(means.get(metric)));
            }
            rows.add(row);
        }
        return TextTable.render(rows);
    }

    private static String figure(Figure figure) {
        return ResultTable.meanAndHalf(figure.mean(), figure.interval95(), Numbers.PLUS_MINUS);
    }
}
