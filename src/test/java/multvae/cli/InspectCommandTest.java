package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import multvae.training.StopRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a finished run of the sample shows, against its files read another way; and its files against their schemas. */
final class InspectCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private static Path run;

    @BeforeAll
    static void finish_a_run() throws IOException {
        run = directory.resolve("run");
        assertThat(Commands.execute(new StopRequest(), Program.tiny(run).toArray(String[]::new)))
                .isZero();
    }

    @Test
    void a_run_shows_its_stages_fresh_and_then_what_made_one_stale() throws IOException {
        JsonNode stages = json("inspect", run.toString(), "--json").get("stages");
        assertThat(stages.findValuesAsText("stage")).isEqualTo(Program.STAGES);
        assertThat(stages.findValuesAsText("state")).containsOnly("fresh");
        assertThat(stages.get(0).get("bytes").longValue())
                .isEqualTo(Files.size(run.resolve("fetch/ratings.csv"))
                        + Files.size(run.resolve("fetch/movies.csv"))
                        + Files.size(run.resolve("fetch/source.json")));

        Path report = run.resolve("report/report.md");
        String written = Files.readString(report);
        Files.delete(report);
        List<String> lines = lines("inspect", run.toString());
        Files.writeString(report, written);
        assertThat(lines).hasSize(7);
        assertThat(lines.get(5)).startsWith("report      stale");
        assertThat(lines.get(6))
                .startsWith("report: stale, " + report + ": expected ")
                .endsWith(", found nothing");
    }

    @Test
    void items_are_found_by_title_with_their_train_users() throws IOException {
        JsonNode items = json("inspect", run.toString(), "items", "--find", "the mATRIx", "--json");
        assertThat(items.findValuesAsText("title"))
                .containsExactly(
                        "Matrix, The (1999)",
                        "Matrix Reloaded, The (2003)",
                        "Matrix Revolutions, The (2003)",
                        "Animatrix, The (2003)");
        Set<String> trainUsers = Files.readAllLines(run.resolve("preprocess/users.csv")).stream()
                .filter(line -> line.startsWith("train,"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1))
                .collect(Collectors.toSet());
        long expected = Files.readAllLines(run.resolve("fetch/ratings.csv")).stream()
                .map(line -> line.split(",", -1))
                .filter(row -> row[1].equals("2571") && Double.parseDouble(row[2]) > 3.5 && trainUsers.contains(row[0]))
                .count();
        assertThat(items.get(0).get("trainUsers").longValue()).isEqualTo(expected);
    }

    @Test
    void the_datas_histograms_count_every_train_user_and_every_item() throws IOException {
        JsonNode data = json("inspect", run.toString(), "preprocess", "--json");
        assertThat(sum(data.get("trainEventsPerUser")))
                .isEqualTo(data.get("statistics").get("users").intValue() - 200); // held out: 100 and 100
        assertThat(sum(data.get("trainEventsPerItem")))
                .isEqualTo(data.get("statistics").get("items").intValue());
        assertThat(data.get("popular").get(0).get("title").textValue()).isEqualTo("Shawshank Redemption, The (1994)");
        assertThat(lines("inspect", run.toString(), "preprocess")).contains("ratings                100836");
    }

    private static int sum(JsonNode bins) {
        return bins.findValues("frequency").stream()
                .mapToInt(JsonNode::intValue)
                .sum();
    }

    @Test
    void a_test_users_rows_are_the_users_events_on_known_items() throws IOException {
        String user = Files.readAllLines(run.resolve("preprocess/users.csv")).stream()
                .filter(line -> line.startsWith("test,3,"))
                .map(line -> line.substring("test,3,".length()))
                .findFirst()
                .orElseThrow();
        JsonNode rows = json("inspect", run.toString(), "preprocess", "--user", user, "--json");
        List<String> shown = new ArrayList<>(rows.get("test-fold-in").findValuesAsText("itemId"));
        shown.addAll(rows.get("test-held-out").findValuesAsText("itemId"));
        Set<String> known = Files.readAllLines(run.resolve("preprocess/items.csv")).stream()
                .map(line -> line.split(",", -1)[1])
                .collect(Collectors.toSet());
        List<String> expected = Files.readAllLines(run.resolve("fetch/ratings.csv")).stream()
                .map(line -> line.split(",", -1))
                .filter(row -> row[0].equals(user) && Double.parseDouble(row[2]) > 3.5 && known.contains(row[1]))
                .map(row -> row[1])
                .toList();
        assertThat(shown).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void a_training_shows_its_best_epoch() throws IOException {
        JsonNode training = json("inspect", run.toString(), "train", "--json");
        List<String> rows = Files.readAllLines(run.resolve("train/history.csv"));
        int column = Arrays.asList(rows.get(0).split(",", -1)).indexOf("validation_ndcg_100");
        String best = rows.stream()
                .skip(1)
                .max(Comparator.comparingDouble(row -> Double.parseDouble(row.split(",", -1)[column])))
                .orElseThrow();
        assertThat(training.get("best").get("epoch").isIntegralNumber()).isTrue();
        assertThat(training.get("best").get("steps").isIntegralNumber()).isTrue();
        assertThat(training.get("best").get("epoch").intValue()).isEqualTo(Integer.parseInt(best.split(",", -1)[0]));
        assertThat(lines("inspect", run.toString(), "train"))
                .filteredOn(line -> line.endsWith(" best"))
                .hasSize(1);
    }

    @Test
    void a_result_shows_its_table_and_its_extremes() throws IOException {
        JsonNode result = json("inspect", run.toString(), "evaluate", "--json");
        List<Double> ours = Files.readAllLines(run.resolve("evaluate/per-user.csv")).stream()
                .filter(line -> line.contains(",mult-vae,"))
                .map(line -> Double.valueOf(line.split(",", -1)[2]))
                .sorted()
                .toList();
        assertThat(result.get("worst").get(0).get("NDCG@100").asDouble()).isEqualTo(ours.get(0));
        assertThat(result.get("best").get(0).get("NDCG@100").asDouble()).isEqualTo(ours.get(ours.size() - 1));
        assertThat(lines("inspect", run.toString(), "evaluate")).anyMatch(line -> line.startsWith("| Mult-VAE "));
    }

    @Test
    void a_run_differs_from_itself_in_nothing() throws IOException {
        assertThat(lines("diff", run.toString(), run.toString()))
                .startsWith(
                        "configuration: the same",
                        "metrics, the second run minus the first, paired by user, +- the standard error:")
                .endsWith("files: the same", "versions: the same")
                .hasSize(5); // between them, in one line, the models
    }

    @Test
    void manifests_and_metrics_are_as_their_schemas_say_and_lead_to_each_other() throws IOException {
        JsonNode metrics = JSON.readTree(run.resolve("evaluate/metrics.json").toFile());
        assertThat(problems("metrics", run.resolve("evaluate/metrics.json"))).isEmpty();
        for (String stage : Program.STAGES) {
            Path manifest = run.resolve(stage).resolve("manifest.json");
            assertThat(problems("manifest", manifest)).as(stage).isEmpty();
            if (!stage.equals("report")) {
                assertThat(metrics.get("fingerprints").get(stage))
                        .isEqualTo(JSON.readTree(manifest.toFile()).get("fingerprint"));
            }
        }
    }

    @Test
    void a_bundle_is_as_its_schema_says_and_names_the_runs_manifests() throws IOException {
        Path bundle = directory.resolve("bundle");
        lines("bundle", "--run", run.toString(), "--to", bundle.toString());
        assertThat(problems("bundle", bundle.resolve("bundle.json"))).isEmpty();
        JsonNode description = JSON.readTree(bundle.resolve("bundle.json").toFile());
        for (String stage : List.of("fetch", "preprocess", "train")) {
            assertThat(description.get("fingerprints").get(stage))
                    .isEqualTo(
                            JSON.readTree(run.resolve(stage + "/manifest.json").toFile())
                                    .get("fingerprint"));
        }
    }

    @Test
    void a_bundle_of_a_baseline_is_as_the_schema_says() throws IOException {
        Path bundle = directory.resolve("bundle-item-knn");
        lines("bundle", "--run", run.toString(), "--model", "item-knn", "--to", bundle.toString());
        assertThat(problems("bundle", bundle.resolve("bundle.json"))).isEmpty();
        JsonNode configuration =
                JSON.readTree(bundle.resolve("bundle.json").toFile()).get("configuration");
        assertThat(configuration.get("model.type").textValue()).isEqualTo("item-knn");
        assertThat(configuration.get("evaluate.itemKnn.neighbours").intValue()).isEqualTo(100);
    }

    @Test
    void the_schemas_refuse_what_is_missing() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.json"), "{}");
        assertThat(problems("manifest", empty)).hasSize(11);
        assertThat(problems("metrics", empty)).hasSize(9);
        assertThat(problems("bundle", empty)).hasSize(6);
    }

    /** What a file's schema, of docs/schema, has against it. */
    static List<String> problems(String schema, Path file) throws IOException {
        Schema parsed = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs/schema/" + schema + ".schema.json")), InputFormat.JSON);
        return parsed.validate(Files.readString(file), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static JsonNode json(String... arguments) throws IOException {
        return JSON.readTree(String.join("\n", lines(arguments)));
    }

    private static List<String> lines(String... arguments) {
        PrintStream terminal = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(Commands.execute(new StopRequest(), arguments)).isZero();
        } finally {
            System.setOut(terminal);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
