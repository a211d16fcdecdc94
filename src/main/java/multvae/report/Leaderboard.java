package multvae.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import multvae.io.AtomicFile;
import multvae.io.OutputPlace;
import multvae.io.TextFile;
import multvae.io.UserError;

/** All runs below a directory beside each other, as a page and as Markdown. Runs that were tested on the same data share a table. */
public final class Leaderboard {

    private static final String HTML = "leaderboard.html";
    private static final String MARKDOWN = "leaderboard.md";

    /** In each file that is ours, near its start: others are not overwritten. */
    static final String MARKER = "multvae leaderboard";

    private static final int MARKED = 1000; // characters, within which it is

    private final String title;
    private final RunSearch runs;
    private final List<LeaderboardGroup> groups;

    private Leaderboard(String title, RunSearch runs, List<LeaderboardGroup> groups) {
        this.title = title;
        this.runs = runs;
        this.groups = groups;
    }

    /**
     * Reads the runs below a directory.
     *
     * @param sort the metric to sort by, as {@code ndcg@100} or NDCG@100; without it each table goes by its runs' first one
     * @throws UserError if there is no run, or no run has that metric
     */
    public static Leaderboard of(Path directory, Optional<String> sort) throws IOException {
        RunSearch runs = RunSearch.below(directory);
        sort.ifPresent(metric -> requireMetric(metric, runs.finished()));
        Map<List<String>, List<FinishedRun>> byData = runs.finished().stream()
                .collect(Collectors.groupingBy(FinishedRun::testData, LinkedHashMap::new, Collectors.toList()));
        List<LeaderboardGroup> groups = new ArrayList<>();
        byData.values().forEach(group -> groups.add(LeaderboardGroup.of(group, sort, groups.size() + 1)));
        return new Leaderboard("Leaderboard: " + directory.toRealPath().getFileName(), runs, groups);
    }

    private static void requireMetric(String metric, List<FinishedRun> runs) {
        TreeSet<String> names = new TreeSet<>();
        runs.forEach(run -> names.addAll(run.metrics().metrics()));
        metric(metric, names);
    }

    /**
     * The metric that {@code --sort} means.
     *
     * @param metric as {@code ndcg@100} or NDCG@100
     * @param names those that there are
     * @throws UserError if it is none of them
     */
    public static String metric(String metric, Collection<String> names) {
        return names.stream()
                .filter(name -> isSame(metric, name))
                .findFirst()
                .orElseThrow(() -> new UserError(
                        "--sort",
                        names.isEmpty() ? "no metric, since no run has a result" : "one of " + String.join(", ", names),
                        TextFile.quote(metric),
                        "correct it"));
    }

    /** A configuration writes {@code recall-all@20}, a result RecallAll@20. */
    static boolean isSame(String metric, String name) {
        return metric.replace("-", "")
                .toLowerCase(Locale.ROOT)
                .equals(name.replace("-", "").toLowerCase(Locale.ROOT));
    }

    /** How many runs have a result. */
    public int finished() {
        return runs.finished().size();
    }

    /** How many runs, sweeps or directories were passed over. */
    public int skipped() {
        return runs.skipped().size();
    }

    /**
     * Writes leaderboard.html and leaderboard.md.
     *
     * @param out is created if it is missing
     * @return the files
     * @throws UserError if there is a file of such a name that is not ours
     */
    public List<Path> write(Path out) throws IOException {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new UserError(out.toString(), "a directory", "a file", "choose another --out");
        }
        Path html = out.resolve(HTML);
        Path markdown = out.resolve(MARKDOWN);
        requireOurs(html);
        requireOurs(markdown);
        String page = LeaderboardPage.html(title, groups, runs.skipped(), out);
        String text = LeaderboardPage.markdown(title, groups, runs.skipped());
        return OutputPlace.making(out, "a directory that can be written to", () -> {
            Files.createDirectories(out);
            AtomicFile.write(html, page);
            AtomicFile.write(markdown, text);
            return List.of(html, markdown);
        });
    }

    private static void requireOurs(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        if (!Files.isRegularFile(file) || !start(file).contains(MARKER)) {
            throw new UserError(
                    file.toString(),
                    "nothing, or a leaderboard that this command wrote",
                    Files.isRegularFile(file) ? "another file" : "no file",
                    "move it away, or choose another directory with --out");
        }
    }

    private static String start(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return new String(bytes.readNBytes(MARKED), StandardCharsets.ISO_8859_1);
        }
    }
}
