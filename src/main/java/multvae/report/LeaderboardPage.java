package multvae.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import multvae.evaluation.Metrics.Figure;
import multvae.report.LeaderboardGroup.Entry;
import multvae.report.RunSearch.Skipped;

/** The forms of a leaderboard: leaderboard.mustache, and Markdown. */
final class LeaderboardPage {

    private static final String NONE = "\u2013";

    /** What a table cannot say. */
    private static final String NOTE =
            "The intervals of two runs may overlap even if one is better for nearly every user. The"
                    + " command diff compares two runs user by user.";

    private LeaderboardPage() {}

    /** What leaderboard.mustache shows, by its names. */
    private record Content(String title, String marker, List<Group> groups, String note, List<Skipped> skipped) {}

    private record Group(
            String id, String heading, String sortedBy, List<Head> metrics, List<Row> rows, List<Plot> plots) {}

    private record Head(String name, boolean sorted) {}

    private record Row(
            boolean baseline,
            String run,
            String link,
            String model,
            List<ResultSection.Cell> cells,
            List<String> settings,
            String date,
            String time) {}

    /** @param out where the page will be, which its links start from */
    static String html(String title, List<LeaderboardGroup> groups, List<Skipped> skipped, Path out) {
        List<Group> shown = new ArrayList<>();
        for (LeaderboardGroup group : groups) {
            shown.add(new Group(
                    "data-" + (shown.size() + 1),
                    group.heading(),
                    group.sortedBy(),
                    group.metrics().stream()
                            .map(metric -> new Head(metric, metric.equals(group.sortedBy())))
                            .toList(),
                    group.entries().stream()
                            .map(entry -> row(group, entry, out))
                            .toList(),
                    group.plots()));
        }
        return Page.render(
                "leaderboard",
                new Content(title, Leaderboard.MARKER, shown, NOTE + " " + ReportText.UNCERTAINTY, skipped));
    }

    private static Row row(LeaderboardGroup group, Entry entry, Path out) {
        return new Row(
                entry.baseline(),
                entry.run().name(),
                entry.run().hasReport() ? link(out, entry.run().report()) : null,
                entry.model(),
                group.metrics().stream()
                        .map(metric -> cell(group, entry, metric))
                        .toList(),
                entry.settings(),
                ReportText.day(entry.run().start()),
                Numbers.duration(entry.run().seconds()));
    }

    private static ResultSection.Cell cell(LeaderboardGroup group, Entry entry, String metric) {
        Figure figure = entry.figures().get(metric);
        return figure == null
                ? new ResultSection.Cell("", "", NONE, "", "not evaluated")
                : ResultSection.cell(figure, group.isBest(entry, metric));
    }

    /** From one file's directory to another file; null if there is no way. */
    private static String link(Path from, Path to) {
        try {
            Path way = from.toAbsolutePath().normalize().relativize(to.toAbsolutePath());
            String text = "./" + way.toString().replace(way.getFileSystem().getSeparator(), "/");
            return new URI(null, null, text, null).getRawPath();
        } catch (IllegalArgumentException | URISyntaxException e) {
            return null; // on another drive of Windows
        }
    }

    static String markdown(String title, List<LeaderboardGroup> groups, List<Skipped> skipped) {
        StringBuilder text =
                new StringBuilder("<!-- " + Leaderboard.MARKER + " -->\n# ").append(Markdown.escaped(title));
        text.append("\n");
        for (LeaderboardGroup group : groups) {
            List<List<String>> rows = new ArrayList<>();
            List<String> header = new ArrayList<>(List.of("run", "model"));
            header.addAll(group.metrics());
            header.addAll(List.of("settings that differ", "date", "training"));
            rows.add(header);
            for (Entry entry : group.entries()) {
                rows.add(markdownRow(group, entry));
            }
            text.append("\n## ")
                    .append(Markdown.escaped(group.heading()))
                    .append("\n\nThe best ")
                    .append(group.sortedBy())
                    .append(" comes first.\n\n")
                    .append(TextTable.render(rows));
        }
        if (groups.isEmpty()) {
            text.append("\nNo run has a result.\n");
        } else {
            text.append('\n')
                    .append(NOTE)
                    .append(' ')
                    .append(ReportText.UNCERTAINTY)
                    .append('\n');
        }
        if (!skipped.isEmpty()) {
            text.append("\n## Without a result\n\n");
            skipped.forEach(run -> text.append("- ")
                    .append(Markdown.escaped(run.name()))
                    .append(": ")
                    .append(Markdown.escaped(run.reason()))
                    .append('\n'));
        }
        return text.toString();
    }

    private static List<String> markdownRow(LeaderboardGroup group, Entry entry) {
        List<String> row = new ArrayList<>(List.of(
                entry.baseline() ? "(baseline)" : Markdown.escaped(entry.run().name()),
                Markdown.escaped(entry.model())));
        for (String metric : group.metrics()) {
            Figure figure = entry.figures().get(metric);
            String text = figure == null
                    ? NONE
                    : ResultTable.meanAndHalf(figure.mean(), figure.interval95(), Numbers.PLUS_MINUS);
            row.add(group.isBest(entry, metric) ? "**" + text + "**" : text);
        }
        row.add(Markdown.escaped(String.join(", ", entry.settings())));
        row.add(entry.baseline() ? "" : ReportText.day(entry.run().start()));
        row.add(entry.baseline() ? "" : Numbers.duration(entry.run().seconds()));
        return row.stream().map(cell -> Objects.requireNonNullElse(cell, "")).toList();
    }
}
