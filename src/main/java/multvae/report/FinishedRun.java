package multvae.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.evaluation.Metrics;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.run.Artifacts;
import multvae.run.Manifest;
import multvae.run.RunLayout;
import multvae.run.RunLayout.Artifact;
import multvae.split.SplitStatistics;
import multvae.training.History;

/**
 * A run with a result, as a leaderboard compares it.
 *
 * @param name its directory, from where the runs are looked for, with slashes
 * @param root its directory
 * @param dataset the data set's name, or what to call ratings of the user's own
 * @param testData the hashes of what it was tested on: runs with others cannot be compared
 * @param statistics of the split
 * @param metrics the result
 * @param history how the training went
 * @param settings of the data, the split, the model, the training and the baselines, by key
 * @param start when the training began, ISO 8601 in UTC
 * @param seconds how long the training took
 */
record FinishedRun(
        String name,
        Path root,
        String dataset,
        List<String> testData,
        SplitStatistics statistics,
        Metrics metrics,
        History history,
        SortedMap<String, Object> settings,
        String start,
        double seconds) {

    /** What the model and the baselines are fitted on: with it on the validation events too. */
    static final String FINAL_FIT = "train.finalFit";

    private static final List<Artifact> TEST_DATA =
            List.of(RunLayout.TEST_FOLD_IN, RunLayout.TEST_HELD_OUT, RunLayout.USERS);

    /**
     * Reads and verifies a run.
     *
     * @throws UserError if it has no result, if a file is damaged, or if the result is of something that has changed since
     */
    static FinishedRun read(Path root, String name) throws IOException {
        Artifacts run = new Artifacts(root);
        for (String stage : List.of(RunLayout.FETCH, RunLayout.PREPROCESS, RunLayout.TRAIN, RunLayout.EVALUATE)) {
            run.requiredManifest(stage);
        }
        Manifest train = run.requiredManifest(RunLayout.TRAIN);
        Manifest preprocess = run.requiredManifest(RunLayout.PREPROCESS);
        Manifest evaluate = run.requiredManifest(RunLayout.EVALUATE);
        requireSame(evaluate, train, RunLayout.WEIGHTS);
        TEST_DATA.forEach(artifact -> requireSame(evaluate, preprocess, artifact));
        SortedMap<String, Object> settings = new TreeMap<>(preprocess.slice());
        settings.putAll(train.slice());
        settings.putAll(evaluate.slice());
        settings.putIfAbsent(FINAL_FIT, false); // train names it only where it is set
        return new FinishedRun(
                name,
                root,
                DataName.catalogued(run.requiredManifest(RunLayout.FETCH)).orElse(DataName.OWN),
                TEST_DATA.stream()
                        .map(artifact -> evaluate.inputs().get(artifact.name()))
                        .map(hash -> hash == null ? "" : hash.sha256())
                        .toList(),
                SplitStatistics.read(run.file(RunLayout.STATISTICS)),
                Metrics.read(run.file(RunLayout.METRICS)),
                History.read(run.file(RunLayout.HISTORY)),
                settings,
                train.start(),
                train.seconds());
    }

    /** Whether a result is of the model and the data that are there. */
    static boolean isResultOf(Manifest evaluate, Manifest train, Manifest preprocess) {
        return isSame(evaluate, train, RunLayout.WEIGHTS) && isOnTestDataOf(evaluate, preprocess);
    }

    /** Whether a result is of the test users that preprocess has written. */
    static boolean isOnTestDataOf(Manifest evaluate, Manifest preprocess) {
        return TEST_DATA.stream().allMatch(artifact -> isSame(evaluate, preprocess, artifact));
    }

    private static boolean isSame(Manifest evaluate, Manifest writer, Artifact artifact) {
        return Objects.equals(
                evaluate.inputs().get(artifact.name()), writer.outputs().get(artifact.file()));
    }

    /** That what was evaluated is what is there. */
    private static void requireSame(Manifest evaluate, Manifest writer, Artifact artifact) {
        if (!isSame(evaluate, writer, artifact)) {
            throw new UserError(
                    RunLayout.EVALUATE,
                    "a result of the " + artifact.name() + " that is there",
                    "one of another, " + writer.stage() + " has run again since",
                    "run " + RunLayout.EVALUATE + " again");
        }
    }

    /** Whether its report can be linked to. */
    boolean hasReport() {
        return Files.isRegularFile(report());
    }

    Path report() {
        return root.resolve(RunLayout.REPORT_HTML.name());
    }

    /** How a directory is called in a page. */
    static String nameOf(Path directory, Path below) {
        String name = below.relativize(directory)
                .toString()
                .replace(directory.getFileSystem().getSeparator(), "/");
        return Printable.oneLine(name.isEmpty() ? directory.getFileName().toString() : name);
    }
}
