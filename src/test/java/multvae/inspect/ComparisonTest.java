package multvae.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import multvae.io.Json;
import multvae.io.UserError;
import multvae.run.Artifacts;
import multvae.run.Input;
import multvae.run.Pipeline;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.run.StageSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComparisonTest {

    private static final String HEADER = "userId,model,NDCG@100\n";
    private static final List<RunLayout.Artifact> TESTED =
            List.of(RunLayout.USERS, RunLayout.ITEMS, RunLayout.TEST_FOLD_IN, RunLayout.TEST_HELD_OUT);

    @TempDir
    private Path directory;

    @Test
    void metrics_are_paired_by_user_whatever_their_order() throws IOException {
        Artifacts first = run("a", 1, HEADER + "7,m,0.1\n8,m,0.5\n9,m,0.9\n");
        Artifacts second = run("b", 2, HEADER + "10,m,0\n8,m,0.8\n7,m,0.2\n");
        // by hand: users 7 and 8 are in both; 0.2 - 0.1 and 0.8 - 0.5: mean 0.2, deviation 0.1 / sqrt(2) = 0.0707
        assertThat(new Comparison(first, second).lines())
                .containsSubsequence(
                        "configuration:",
                        "  seed 1 -> 2",
                        "metrics, the second run minus the first, paired by user, +- the standard error:",
                        "  m            NDCG@100       +0.2000 +- 0.0707  (2 users)",
                        "files:",
                        "versions:",
                        "  evaluate threads 1 -> 2");
    }

    @Test
    void models_that_are_the_same_for_every_user_share_a_line_below_those_that_are_not() throws IOException {
        String same = "7,ease,0.3\n8,ease,0.4\n7,popularity,0.1\n8,popularity,0.2\n";
        Artifacts first = run("a", 1, HEADER + same + "7,m,0.1\n8,m,0.5\n7,n,0.5\n8,n,0.25\n");
        Artifacts second = run("b", 1, HEADER + same + "7,m,0.2\n8,m,0.6\n7,n,0.25\n8,n,0.5\n");
        // by hand: m has 0.1 more for each user; n -0.25 and +0.25, mean 0, deviation 0.25 / sqrt(2) = 0.1768
        assertThat(new Comparison(first, second).lines())
                .containsSequence(
                        "metrics, the second run minus the first, paired by user, +- the standard error:",
                        "  m            NDCG@100       +0.1000 +- 0.0000  (2 users)",
                        "  n            NDCG@100       +0.0000 +- 0.1768  (2 users)",
                        "  ease, popularity: the same",
                        "files:");
    }

    @Test
    void a_run_differs_from_itself_in_nothing() throws IOException {
        Artifacts run = run("a", 1, HEADER + "7,m,0.1\n8,m,0.5\n");
        assertThat(new Comparison(run, run).lines())
                .containsExactly(
                        "configuration: the same",
                        "metrics, the second run minus the first, paired by user, +- the standard error:",
                        "  m: the same",
                        "files: the same",
                        "versions: the same");
    }

    @Test
    void a_run_without_results_has_no_metrics_to_compare() throws IOException {
        Artifacts run = run("a", 1, HEADER + "7,m,0.1\n");
        Files.writeString(Files.createDirectory(directory.resolve("b")).resolve("resolved.conf"), "");
        assertThat(new Comparison(run, new Artifacts(directory.resolve("b"))).lines())
                .contains("  seed 1 -> null")
                .containsSubsequence("metrics: none paired, " + directory.resolve("b") + " has no result", "files:");
    }

    @Test
    void an_edited_file_is_not_compared() throws IOException {
        Artifacts first = run("a", 1, HEADER + "7,m,0.1\n");
        Path file = directory.resolve("a/evaluate/per-user.csv");
        Files.writeString(file, HEADER + "7,m,0.9\n");
        assertThatThrownBy(() -> new Comparison(first, first))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ": expected 30 bytes of SHA-256 ")
                .hasMessageEndingWith("; run evaluate again");
    }

    @ParameterizedTest
    @CsvSource({
        "users.csv, other users (preprocess/users.csv)",
        "test-fold-in.npz, other fold-in items of the test users (preprocess/test-fold-in.npz)",
        "test-held-out.npz, other held-out items of the test users (preprocess/test-held-out.npz)"
    })
    void users_of_another_test_are_strangers_whatever_their_numbers(String file, String reason) throws IOException {
        Artifacts first = run("a", 1, HEADER + "7,m,0.1\n8,m,0.5\n");
        Artifacts second = run("b", 1, HEADER + "7,m,0.2\n8,m,0.8\n", Map.of(file, "other"));
        Comparison comparison = new Comparison(first, second);
        assertThat(comparison.lines())
                .startsWith("configuration: the same", "metrics: none paired, " + reason, "files:");
        JsonNode json = new ObjectMapper().readTree(Json.indented(comparison.data()));
        assertThat(json.get("metrics")).isEmpty();
        assertThat(json.get("unpaired")).hasSize(1);
        assertThat(json.get("unpaired").get(0).textValue()).isEqualTo(reason);
    }

    private static final String ITEMS = "index,itemId,title\n0,10,Casablanca (1942)\n1,20,\n";

    @Test
    void other_titles_are_no_other_test() throws IOException {
        Artifacts first = run("a", 1, HEADER + "7,m,0.1\n8,m,0.5\n", Map.of("items.csv", ITEMS));
        String retitled = "index,itemId,title,genres\n0,10,Casablanca,Drama\n1,20,Alien,\n";
        Artifacts second = run("b", 1, HEADER + "7,m,0.2\n8,m,0.8\n", Map.of("items.csv", retitled));
        assertThat(new Comparison(first, second).lines())
                .contains("  m            NDCG@100       +0.2000 +- 0.0707  (2 users)"); // as above
    }

    @Test
    void other_items_are_another_test() throws IOException {
        Artifacts first = run("a", 1, HEADER + "7,m,0.1\n", Map.of("items.csv", ITEMS));
        for (String other : List.of(ITEMS.replace("0,10,", "0,11,"), ITEMS + "2,30,\n")) {
            Artifacts second = run("b", 1, HEADER + "7,m,0.2\n", Map.of("items.csv", other));
            assertThat(new Comparison(first, second).lines())
                    .contains("metrics: none paired, other items (preprocess/items.csv)");
        }
    }

    @Test
    void items_that_have_changed_since_the_result_do_not_count() throws IOException {
        Artifacts first = run("a", 1, HEADER + "7,m,0.1\n", Map.of("items.csv", ITEMS));
        String retitled = ITEMS.replace("Casablanca", "Alien");
        Artifacts second = run("b", 1, HEADER + "7,m,0.2\n", Map.of("items.csv", retitled));
        new Pipeline(
                        List.of(new Preprocess(Map.of("items.csv", ITEMS))),
                        new RunDirectory(directory.resolve("b")),
                        Map.of())
                .run(Set.of(), true);
        assertThat(new Comparison(first, second).lines())
                .contains("metrics: none paired, other items (preprocess/items.csv)");
    }

    @Test
    void all_that_differs_is_named_in_one_line() throws IOException {
        Artifacts first = run("a", 1, HEADER + "7,m,0.1\n");
        Artifacts second = run("b", 1, HEADER + "7,m,0.2\n", Map.of("users.csv", "x", "test-fold-in.npz", "y"));
        assertThat(new Comparison(first, second).lines())
                .contains(
                        "metrics: none paired, other users (preprocess/users.csv), other fold-in items of the test users"
                                + " (preprocess/test-fold-in.npz)");
    }

    @Test
    void a_user_who_comes_twice_is_an_error_that_names_the_file() throws IOException {
        Artifacts run = run("a", 1, HEADER + "7,m,0.1\n7,m,0.5\n");
        assertThatThrownBy(() -> new Comparison(run, run))
                .isInstanceOf(UserError.class)
                .hasMessage(directory.resolve("a/evaluate/per-user.csv")
                        + ": expected each user once with each model, found user 7 twice with m; run evaluate again");
    }

    private Artifacts run(String name, int seed, String perUser) throws IOException {
        return run(name, seed, perUser, Map.of());
    }

    /** @param others the content of files of preprocess that are not as in other runs */
    private Artifacts run(String name, int seed, String perUser, Map<String, String> others) throws IOException {
        Path root = directory.resolve(name);
        new Pipeline(
                        List.of(new Preprocess(others), new Evaluate(seed, perUser)),
                        new RunDirectory(root),
                        Map.of("threads", seed))
                .run(Set.of(), false);
        Files.writeString(root.resolve("resolved.conf"), "");
        return new Artifacts(root);
    }

    private record Preprocess(Map<String, String> others) implements Stage {

        @Override
        public StageSpec spec() {
            List<String> files = TESTED.stream().map(RunLayout.Artifact::file).toList();
            return new StageSpec("preprocess", 1, new TreeMap<>(), List.of(), files, false);
        }

        @Override
        public void run(Inputs inputs, Optional<Path> previous, Path work) throws IOException {
            for (String file : spec().outputs()) {
                Files.writeString(work.resolve(file), others.getOrDefault(file, "the same"));
            }
        }
    }

    private record Evaluate(int seed, String perUser) implements Stage {

        @Override
        public StageSpec spec() {
            return new StageSpec(
                    "evaluate",
                    1,
                    new TreeMap<>(Map.of("seed", seed)),
                    TESTED.stream().map(Input::of).toList(),
                    List.of("per-user.csv"),
                    false);
        }

        @Override
        public void run(Inputs inputs, Optional<Path> previous, Path work) throws IOException {
            Files.writeString(work.resolve("per-user.csv"), perUser);
        }
    }
}
