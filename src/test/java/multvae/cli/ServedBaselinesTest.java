package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import multvae.cli.ForgedRun.Result;
import multvae.evaluation.Metrics;
import multvae.io.FileTree;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.matrix.ItemIndex;
import multvae.run.RunDirectory;
import multvae.run.RunLock;
import multvae.serving.Answer;
import multvae.serving.Query;
import multvae.serving.Reason;
import multvae.serving.Recommendation;
import multvae.serving.Recommender;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Baselines that recommend, of a run of the bundled sample. */
final class ServedBaselinesTest {

    private static final String ALL = "popularity, item-knn, ease, edlae, ials";

    @TempDir
    private static Path directory;

    private static Path run;
    private static ItemIndex items;
    private static CsrMatrix foldIn;
    private static CsrMatrix heldOut;

    @BeforeAll
    static void evaluate() throws IOException {
        run = directory.resolve("run");
        List<String> arguments = new ArrayList<>(Program.tiny(run));
        arguments.add("-Devaluate.baselines=" + ALL.replace(" ", ""));
        arguments.add("-Devaluate.ials.dimension=10");
        arguments.add("-Devaluate.ials.epochs=3");
        arguments.add("-Devaluate.edlae.lambda=150");
        arguments.add("-Devaluate.itemKnn.asymmetry=0.4");
        arguments.add("-Dpreprocess.minItemEvents=5"); // 1,500 items instead of 5,000
        succeed(arguments.toArray(String[]::new));
        items = ItemIndex.read(run.resolve("preprocess/items.csv"));
        foldIn = CsrFile.read(run.resolve("preprocess/test-fold-in.npz"));
        heldOut = CsrFile.read(run.resolve("preprocess/test-held-out.npz"));
    }

    private static Result succeed(String... arguments) {
        Result result = ForgedRun.program(arguments);
        assertThat(result.exitCode()).as(result.errors()).isZero();
        return result;
    }

    private static List<String> ids(CsrMatrix matrix, int row) {
        return IntStream.of(matrix.row(row)).mapToObj(items::itemId).toList();
    }

    /** docs/formats.md's formula, over the raw ids of the lists that were served. */
    private static double ndcg(List<Recommendation> list, Set<String> relevant) {
        double gain = 0;
        double best = 0;
        for (int rank = 1; rank <= list.size(); rank++) {
            if (relevant.contains(list.get(rank - 1).itemId())) {
                gain += Math.log(2) / Math.log(rank + 1);
            }
            if (rank <= relevant.size()) {
                best += Math.log(2) / Math.log(rank + 1);
            }
        }
        return gain / best;
    }

    @ParameterizedTest
    @ValueSource(strings = {"popularity", "item-knn", "ease", "edlae", "ials"})
    void the_lists_of_the_test_users_have_the_ndcg_that_evaluate_has_measured(String model) throws IOException {
        Path bundle = directory.resolve("bundle-" + model);
        succeed("bundle", "--run", run.toString(), "--model", model, "--to", bundle.toString());
        double sum = 0;
        int users = 0;
        try (Recommender recommender = Recommender.open(bundle)) {
            for (int row = 0; row < foldIn.rows(); row++) {
                if (heldOut.rowLength(row) > 0) {
                    sum += ndcg(recommender.recommend(ids(foldIn, row), 100), new HashSet<>(ids(heldOut, row)));
                    users++;
                }
            }
        }
        Metrics metrics = Metrics.read(run.resolve("evaluate/metrics.json"));
        assertThat(sum / users)
                .isCloseTo(metrics.models().get(model).get("NDCG@100").mean(), within(1e-9));
    }

    @Test
    void ease_explains_each_score_by_the_weights_from_the_users_items() throws IOException {
        try (Recommender recommender = open("ease")) {
            List<String> likes = ids(foldIn, 0).subList(0, 3); // as many as reasons are named
            Answer answer = recommender.recommend(new Query(likes, 20, List.of(), Optional.empty(), false, true));
            for (Recommendation item : answer.recommendations()) {
                double sum = 0;
                for (Reason reason : item.why()) {
                    assertThat(likes).contains(reason.itemId());
                    sum += reason.weight();
                }
                assertThat(sum).isGreaterThanOrEqualTo(item.score() - 1e-6); // negative weights are no reasons
                if (item.why().size() == 3) {
                    assertThat(sum).isCloseTo(item.score(), within(1e-6));
                }
            }
            assertThat(answer.recommendations().get(0).why()).isNotEmpty();
        }
    }

    private static Recommender open(String model) throws IOException {
        succeed("recommend", "--run", run.toString(), "--model", model, "--likes", items.itemId(0));
        return Recommender.open(run.resolve("models").resolve(model));
    }

    @Test
    void a_command_fits_a_baseline_once_and_again_when_its_settings_change() throws IOException {
        String[] command = {
            "recommend", "--run", run.toString(), "--model", "ials", "--likes", items.itemId(3), "--json"
        };
        String first = succeed(command).output();
        Path weights = run.resolve("models/ials/weights.safetensors");
        FileTime written = Files.getLastModifiedTime(weights);
        assertThat(succeed(command).output()).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(weights)).isEqualTo(written);

        Path conf = run.resolve("resolved.conf");
        String sound = Files.readString(conf);
        try {
            Files.writeString(conf, sound + "\nevaluate.ials.seed = 5\n");
            assertThat(succeed(command).output()).isNotEqualTo(first);
        } finally {
            Files.writeString(conf, sound);
        }
        assertThat(succeed(command).output()).isEqualTo(first);
        Files.writeString(run.resolve("models/ials/bundle.json"), "{}");
        assertThat(succeed(command).output()).isEqualTo(first);
    }

    @Test
    void a_run_without_a_trained_model_serves_baselines() throws IOException {
        Path untrained = directory.resolve("untrained");
        List<String> arguments = new ArrayList<>(Program.tiny(untrained));
        arguments.addAll(List.of("--stage", "fetch,preprocess"));
        succeed(arguments.toArray(String[]::new));
        Result result = succeed("recommend", "--run", untrained.toString(), "--model", "item-knn", "--likes", "1");
        assertThat(result.output().lines()).hasSize(10);

        String never = untrained.resolve("train")
                + ": expected the model that train makes, found nothing; run train first, or ask for a baseline with --model\n";
        Path to = directory.resolve("untrained-bundle");
        for (List<String> command : List.of(
                List.of("recommend", "--run", untrained.toString(), "--likes", "1"),
                List.of("serve", "--run", untrained.toString(), "--port", "0"),
                List.of("bundle", "--run", untrained.toString(), "--to", to.toString()))) {
            assertThat(ForgedRun.program(command.toArray(String[]::new)).errors())
                    .isEqualTo(never);
        }
        assertThat(ForgedRun.program("inspect", untrained.toString(), "train").errors())
                .isEqualTo(untrained.resolve("train")
                        + ": expected the artifacts of train, found nothing; run train first\n");
    }

    /** A stranger's run may have any links. */
    @Test
    void nothing_is_replaced_through_a_link() throws IOException {
        Path linked = ForgedRun.copy(run, directory.resolve("linked"));
        FileTree.delete(linked.resolve("models"));
        Path mine = Files.createDirectories(directory.resolve("mine/ease"));
        Path file = Files.writeString(mine.resolve("file"), "mine");
        Files.createSymbolicLink(linked.resolve("models"), mine.getParent());
        Result result = ForgedRun.program("recommend", "--run", linked.toString(), "--model", "ease", "--likes", "1");
        assertThat(result.errors())
                .isEqualTo(linked.resolve("models")
                        + ": expected a directory of this run, found a link; delete it, or write"
                        + " the model elsewhere with bundle --model ease\n");
        assertThat(file).hasContent("mine");

        Files.delete(linked.resolve("models"));
        Files.createSymbolicLink(
                Files.createDirectories(linked.resolve("models")).resolve("ease"), mine);
        succeed("recommend", "--run", linked.toString(), "--model", "ease", "--likes", "1");
        assertThat(file).hasContent("mine");
        assertThat(linked.resolve("models/ease")).isDirectory().matches(path -> !Files.isSymbolicLink(path));
    }

    @Test
    void what_cannot_be_fitted_is_told_in_a_line() throws IOException {
        Result unknown = ForgedRun.program("recommend", "--run", run.toString(), "--model", "knn", "--likes", "1");
        assertThat(unknown.errors())
                .isEqualTo("--model: expected one of " + ALL
                        + ", found \"knn\"; correct it, or leave it out for the trained model\n");
        assertThat(unknown.exitCode()).isEqualTo(Failures.USER_ERROR);

        Path bundle = directory.resolve("a-bundle");
        succeed("bundle", "--run", run.toString(), "--to", bundle.toString());
        Result ofBundle = ForgedRun.program("recommend", "--run", bundle.toString(), "--model", "ease", "--likes", "1");
        assertThat(ofBundle.errors())
                .isEqualTo(bundle
                        + ": expected the directory of a run, with its resolved.conf, found none; name one such as"
                        + " runs/quickstart\n");

        try (RunLock lock = RunLock.take(new RunDirectory(run))) {
            Files.deleteIfExists(run.resolve("models/edlae/bundle.json"));
            Result locked = ForgedRun.program("recommend", "--run", run.toString(), "--model", "edlae", "--likes", "1");
            assertThat(locked.errors()).contains("expected a run directory that no other process uses");
        }
    }
}
