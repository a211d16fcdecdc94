package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import multvae.config.ModelSettings.ItemLayers;
import multvae.config.Settings;
import multvae.evaluation.TopK;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.matrix.ItemIndex;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.model.ModelScorer;
import multvae.model.TrainedModel;
import multvae.serving.Recommendation;
import multvae.serving.Recommender;
import multvae.training.StopRequest;
import multvae.weights.Architecture;
import org.assertj.core.util.DoubleComparator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** bundle, recommend and serve on a finished run of the sample. */
final class RecommendCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TOP = 20;

    @TempDir
    private static Path directory;

    private static Path run;
    private static Path bundle;
    private static ItemIndex items;

    @BeforeAll
    static void finish_a_run() throws IOException {
        run = directory.resolve("run");
        bundle = directory.resolve("bundle");
        execute(Program.tiny(run).toArray(String[]::new));
        execute("bundle", "--run", run.toString(), "--to", bundle.toString());
        items = ItemIndex.read(run.resolve("preprocess/items.csv"));
    }

    private static void execute(String... arguments) {
        assertThat(Commands.execute(new StopRequest(), arguments)).isZero();
    }

    private static String output(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            execute(arguments);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static CsrMatrix foldIn() throws IOException {
        return CsrFile.read(run.resolve("preprocess/test-fold-in.npz"));
    }

    private static List<String> likes(CsrMatrix foldIn, int row) {
        return IntStream.range(foldIn.rowStart(row), foldIn.rowStart(row + 1))
                .mapToObj(k -> items.itemId(foldIn.column(k)))
                .toList();
    }

    /** Every test user's list as evaluate ranks it: the run's own settings, all users in one batch. */
    private static List<List<Recommendation>> byEvaluatesPath(CsrMatrix foldIn) throws IOException {
        Settings settings = ConfigOptions.load(run.resolve("resolved.conf"), Map.of());
        Architecture architecture = settings.model().architecture(items.size());
        float[] scores = new float[foldIn.rows() * items.size()];
        try (TrainedModel model = TrainedModel.open(run.resolve("train/weights.safetensors"), architecture);
                ModelScorer scorer = model.scorer(ItemLayers.SPARSE)) {
            scorer.score(foldIn, 0, foldIn.rows(), scores);
        }
        TopK topK = new TopK(TOP);
        List<List<Recommendation>> lists = new ArrayList<>();
        for (int row = 0; row < foldIn.rows(); row++) {
            List<Recommendation> list = new ArrayList<>();
            int ranked = topK.rank(scores, row * items.size(), foldIn, row);
            for (int position = 0; position < ranked; position++) {
                int item = topK.item(position);
                list.add(new Recommendation(
                        items.itemId(item), items.title(item), items.genres(item), topK.score(position), List.of()));
            }
            lists.add(list);
        }
        return lists;
    }

    @Test
    void a_history_gets_evaluates_list_from_the_run_the_bundle_the_command_and_the_file_of_users() throws Exception {
        CsrMatrix foldIn = foldIn();
        List<List<Recommendation>> evaluates = byEvaluatesPath(foldIn);
        List<List<Recommendation>> expected = new ArrayList<>();
        try (Recommender fromRun = Recommender.open(run);
                Recommender fromBundle = Recommender.open(bundle)) {
            for (int row = 0; row < foldIn.rows(); row++) {
                List<Recommendation> list = fromRun.recommend(likes(foldIn, row), TOP);
                assertThat(list)
                        .usingRecursiveComparison()
                        .withComparatorForType(new DoubleComparator(1e-5), Double.class)
                        .isEqualTo(evaluates.get(row));
                assertThat(fromBundle.recommend(likes(foldIn, row), TOP)).isEqualTo(list);
                expected.add(list);
            }
        }

        List<String> arguments = new ArrayList<>(
                List.of("recommend", "--run", bundle.toString(), "--top", String.valueOf(TOP), "--json"));
        likes(foldIn, 3).forEach(id -> arguments.addAll(List.of("--likes", id.toString())));
        JsonNode answer = JSON.readTree(output(arguments.toArray(String[]::new)));
        assertThat(answer.get("popularity").booleanValue()).isFalse();
        assertSameList(answer.get("recommendations"), "itemId", expected.get(3));

        UserIndex users = UserIndex.read(run.resolve("preprocess/users.csv"));
        StringBuilder rows = new StringBuilder("user,item\n");
        for (int row = 0; row < foldIn.rows(); row++) {
            String user = users.userId(Part.TEST, row);
            likes(foldIn, row)
                    .forEach(id -> rows.append(user).append(',').append(id).append('\n'));
        }
        Path file = Files.writeString(directory.resolve("test-users.csv"), rows);
        Path out = directory.resolve("test-users.jsonl");
        String top = String.valueOf(TOP);
        execute(
                "recommend",
                "--run",
                run.toString(),
                "--users",
                file.toString(),
                "--out",
                out.toString(),
                "--top",
                top,
                "--format",
                "jsonl");
        List<String> lines = Files.readAllLines(out);
        assertThat(lines).hasSameSizeAs(expected);
        for (int row = 0; row < lines.size(); row++) {
            JsonNode list = JSON.readTree(lines.get(row));
            assertThat(list.get("user").asText()).isEqualTo(users.userId(Part.TEST, row));
            assertSameList(list.get("items"), "item", expected.get(row));
        }
    }

    @Test
    void the_service_gives_the_commands_list_and_ends_at_a_sigterm() throws Exception {
        Path log = directory.resolve("serve.log");
        try (Program service = Program.start(log, List.of("serve", "--run", bundle.toString(), "--port", "0"))) {
            service.await("listening on ");
            Matcher address = Pattern.compile("listening on (http://127\\.0\\.0\\.1:\\d+/)")
                    .matcher(Files.readString(log));
            assertThat(address.find()).as(Files.readString(log)).isTrue();
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(address.group(1) + "recommendations"))
                                    .header("Content-Type", "application/json")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"likes\":[260,1,424242],\"exclude\":[1210],\"top\":20,\"explain\":true}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            JsonNode served = JSON.readTree(response.body());
            JsonNode commands = JSON.readTree(output(
                    "recommend",
                    "--run",
                    run.toString(),
                    "--likes",
                    "260",
                    "--likes",
                    "1",
                    "--likes",
                    "424242",
                    "--exclude",
                    "1210",
                    "--top",
                    "20",
                    "--explain",
                    "--json"));
            for (String field : List.of("recommendations", "unknownIds", "popularity", "model")) {
                assertThat(served.get(field)).as(field).isNotNull().isEqualTo(commands.get(field));
            }
            service.signal("TERM");
            Program.Result result = service.result();
            assertThat(result.exitCode()).as(result.output()).isEqualTo(143);
            assertThat(result.lastLine()).isEqualTo("stopping: open requests are answered first");
        }
    }

    private static void assertSameList(JsonNode actual, String id, List<Recommendation> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int position = 0; position < expected.size(); position++) {
            assertThat(actual.get(position).get(id).asText())
                    .isEqualTo(expected.get(position).itemId());
            assertThat((float) actual.get(position).get("score").doubleValue())
                    .isEqualTo((float) expected.get(position).score());
        }
    }

    @Test
    void a_user_of_the_run_gets_the_list_of_the_items_that_the_model_was_given() throws IOException {
        UserIndex users = UserIndex.read(run.resolve("preprocess/users.csv"));
        Map<Part, String> files =
                Map.of(Part.TRAIN, "train", Part.VALIDATION, "validation-fold-in", Part.TEST, "test-fold-in");
        for (Part part : Part.values()) {
            CsrMatrix given = CsrFile.read(run.resolve("preprocess/" + files.get(part) + ".npz"));
            List<String> arguments = new ArrayList<>(List.of("recommend", "--run", run.toString(), "--json"));
            likes(given, 5).forEach(id -> arguments.addAll(List.of("--likes", id)));
            String id = users.userId(part, 5);
            assertThat(output("recommend", "--run", run.toString(), "--json", "--user", id))
                    .isEqualTo(output(arguments.toArray(String[]::new)));
        }
    }

    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @ValueSource(strings = {"/proc/x", "/proc/x/y"})
    void a_place_that_takes_no_bundle_and_no_lists_is_told(String place) throws IOException {
        Path users = Files.writeString(directory.resolve("one-user.csv"), "user,item\n1,1\n");
        try (ErrorLog log = new ErrorLog()) {
            assertThat(Commands.execute(new StopRequest(), "bundle", "--run", run.toString(), "--to", place))
                    .isEqualTo(Failures.USER_ERROR);
            assertThat(Commands.execute(
                            new StopRequest(),
                            List.of("recommend", "--run", run.toString(), "--users", users.toString(), "--out", place)
                                    .toArray(String[]::new)))
                    .isEqualTo(Failures.USER_ERROR);
            String found = " that can be made, found a place where nothing can be made (no such file or directory);"
                    + " choose another one";
            assertThat(log.errors().lines())
                    .containsExactly(place + ": expected a directory" + found, place + ": expected a file" + found);
        }
    }

    @Test
    void a_user_whom_the_run_does_not_have_is_told() {
        try (ErrorLog log = new ErrorLog()) {
            for (Path model : List.of(run, bundle)) {
                assertThat(Commands.execute(
                                new StopRequest(), "recommend", "--run", model.toString(), "--user", "someone"))
                        .isEqualTo(Failures.USER_ERROR);
            }
            assertThat(log.errors().lines())
                    .containsExactly(
                            "--user: expected a user of " + run.resolve("preprocess/users.csv")
                                    + ", found \"someone\"; correct it; if preprocess dropped the user, give the items with"
                                    + " --likes",
                            bundle
                                    + ": expected a run's directory, since --user is given, found none: a bundle has no users;"
                                    + " name the run, or give the user's items with --likes");
        }
    }

    @Test
    void a_file_that_training_could_read_gives_the_lists_of_its_events() throws IOException {
        CsrMatrix foldIn = foldIn();
        StringBuilder plain = new StringBuilder("user,item\n");
        List<String> ratings = new ArrayList<>();
        List<String> pairs = new ArrayList<>();
        for (int row = 0; row < 5; row++) {
            for (String id : likes(foldIn, row)) {
                plain.append("u").append(row).append(',').append(id).append('\n');
                ratings.add("u" + row + "," + id + ",4.5,1000000000");
                pairs.add("u" + row + "\t" + id);
            }
            List<String> own = likes(foldIn, row);
            String other = IntStream.range(0, items.size())
                    .mapToObj(items::itemId)
                    .filter(id -> !own.contains(id))
                    .findFirst()
                    .orElseThrow();
            ratings.add("u" + row + "," + other + ",1.0,1000000000"); // no event
        }
        Path grouped = Files.writeString(directory.resolve("grouped.csv"), plain);
        List<String> expected = lists(grouped);
        assertThat(expected).hasSize(5);

        Random random = new Random(1);
        Collections.shuffle(ratings, random);
        Collections.shuffle(pairs, random);
        Path table = directory.resolve("table.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(table))) {
            out.write(("userId,movieId,rating,timestamp\n" + String.join("\n", ratings))
                    .getBytes(StandardCharsets.UTF_8));
        }
        Path mixed = Files.writeString(
                directory.resolve("mixed.csv"),
                "user,item\n" + String.join("\n", pairs).replace('\t', ','));
        Path noHeader = Files.writeString(directory.resolve("pairs.tsv"), String.join("\n", pairs));
        Path spaced = Files.writeString(
                directory.resolve("spaced.csv"), "user,item ,rating,timestamp\n" + String.join("\n", ratings));
        for (Path file : List.of(table, mixed, noHeader, spaced)) {
            assertThat(lists(file)).as(file.toString()).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    /** The order of the rows decides whether the file is read user by user. */
    @Test
    void a_file_of_users_in_the_character_set_of_the_ratings_gives_the_same_lists_in_any_order() throws IOException {
        Charset latin1 = StandardCharsets.ISO_8859_1;
        Path ratings = Files.writeString(
                directory.resolve("latin1.csv"),
                "user,item\n1,\u00e9\n1,b\n2,\u00e9\n2,b\n3,\u00e9\n3,a\n4,a\n4,b\n5,a\n5,\u00e9\n6,a\n6,b\n",
                latin1);
        Path model = directory.resolve("latin1");
        execute(
                "run",
                "conf/quickstart.conf",
                "--stage",
                "fetch,preprocess",
                "-Ddata.ratings=" + ratings,
                "-Ddata.charset=ISO-8859-1",
                "-Dpreprocess.heldOutUsers=1",
                "-Dpreprocess.minUserEvents=1",
                "-Dpreprocess.minItemEvents=1",
                "-Drun.directory=" + model);
        String grouped = "user,item\n\u00fc,\u00e9\n\u00fc,a\nx,b\n";
        String mixed = "user,item\n\u00fc,\u00e9\nx,b\n\u00fc,a\n";
        List<List<String>> lists = new ArrayList<>();
        for (String rows : List.of(grouped, mixed)) {
            Path users = Files.writeString(directory.resolve("users-" + lists.size() + ".csv"), rows, latin1);
            Path out = directory.resolve("lists-" + lists.size() + ".csv");
            execute(
                    "recommend",
                    "--run",
                    model.toString(),
                    "--model",
                    "popularity",
                    "--users",
                    users.toString(),
                    "--out",
                    out.toString());
            lists.add(Files.readAllLines(out));
        }
        // of the three items user \u00fc has two
        assertThat(lists.get(0)).hasSize(4).isEqualTo(lists.get(1));
        assertThat(lists.get(0).get(1)).startsWith("\u00fc,1,b,").endsWith(",model");
    }

    @Test
    void on_spark_the_users_may_be_in_several_files_and_at_an_address() throws IOException {
        String one = "user,item\n7," + items.itemId(0) + "\n8," + items.itemId(1) + "\n";
        String other = "user,item\n7," + items.itemId(2) + "\n9," + items.itemId(3) + "\n";
        Path apart = Files.createDirectory(directory.resolve("users in files"));
        Files.writeString(apart.resolve("a.csv"), one);
        Files.writeString(apart.resolve("b.csv"), other);
        Path together = Files.writeString(directory.resolve("users together.csv"), one + other.substring(10));
        Path expected = directory.resolve("lists of one file.csv");
        execute("recommend", "--run", bundle.toString(), "--users", together.toString(), "--out", expected.toString());
        int lists = 0;
        for (String users : List.of(apart.toString(), apart + "/*.csv", "file://" + apart + "/*.csv")) {
            Path out = directory.resolve("lists" + lists++);
            execute(
                    "recommend",
                    "--run",
                    bundle.toString(),
                    "--users",
                    users,
                    "--out",
                    out.toString(),
                    "--engine",
                    "spark",
                    "--master",
                    "local[1]",
                    "--partitions",
                    "1");
            assertThat(out.resolve("part-00000.csv")).hasSameTextualContentAs(expected);
        }
    }

    @Test
    void rows_that_are_no_events_are_counted() throws Exception {
        String first = "u," + items.itemId(0);
        String second = "u," + items.itemId(1) + ",1\n";
        assertCounted(first + ",5\n" + second, "1 of 2 rows not counted: its rating is not above 3.5; a header");
        assertCounted(first + ",3\n" + second, "2 of 2 rows not counted: their ratings are not above 3.5; a header");
    }

    private static void assertCounted(String rows, String line) throws Exception {
        Path file = Files.writeString(directory.resolve("stars.csv"), "user,item,rating\n" + rows);
        Path out = directory.resolve("stars.csv.lists");
        Program.Result result = Program.run(
                directory.resolve("stars.log"),
                List.of("recommend", "--run", bundle.toString(), "--users", file.toString(), "--out", out.toString()));
        assertThat(result.output()).contains(line);
    }

    /** A JSON line for each user. */
    private static List<String> lists(Path users) throws IOException {
        Path out = directory.resolve(users.getFileName() + ".jsonl");
        execute(
                "recommend",
                "--run",
                bundle.toString(),
                "--users",
                users.toString(),
                "--out",
                out.toString(),
                "--format",
                "jsonl");
        return Files.readAllLines(out);
    }

    @Test
    void popularity_is_that_of_the_train_users() throws IOException {
        CsrMatrix train = CsrFile.read(run.resolve("preprocess/train.npz"));
        JsonNode answer = JSON.readTree(output("recommend", "--run", bundle.toString(), "--top", "50", "--json"));
        assertThat(answer.get("popularity").booleanValue()).isTrue();
        int[] counts = train.columnCounts();
        List<Integer> order = IntStream.range(0, counts.length)
                .boxed()
                .sorted((a, b) -> counts[a] != counts[b] ? counts[b] - counts[a] : a - b)
                .limit(50)
                .toList();
        for (int position = 0; position < 50; position++) {
            JsonNode item = answer.get("recommendations").get(position);
            assertThat(item.get("itemId").asText()).isEqualTo(items.itemId(order.get(position)));
            assertThat(item.get("score").doubleValue()).isEqualTo(counts[order.get(position)]);
        }
    }

    @Test
    void the_terminal_shows_ranks_scores_ids_titles_and_reasons() {
        List<String> lines = output(
                        "recommend",
                        "--run",
                        run.toString(),
                        "--likes",
                        "toy story (1995)",
                        "--likes",
                        "260",
                        "--top",
                        "3",
                        "--explain",
                        "--include-seen",
                        "--only",
                        "260",
                        "--only",
                        "Toy Story (1995)",
                        "--only",
                        "2571")
                .lines()
                .toList();
        assertThat(lines).allSatisfy(line -> assertThat(line)
                .matches(" {3}[123] +-?\\d+\\.\\d{4}  item \\d+  \\S.*"
                        + "| +for .+ \\[(1|260)] \\+\\d\\.\\d{3}(, .+ \\[(1|260)] \\+\\d\\.\\d{3})?"));
        assertThat(lines.stream().filter(line -> line.matches(" {3}[123] .*")))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains("item 2571  Matrix, The (1999)"))
                .anySatisfy(line -> assertThat(line).contains("item 1  Toy Story (1995)"));
    }

    @Test
    void a_model_of_other_data_than_preprocess_has_now_is_refused() throws Exception {
        Path other = directory.resolve("other");
        try (Stream<Path> paths = Files.walk(run)) {
            for (Path path : paths.toList()) {
                Files.copy(path, other.resolve(run.relativize(path).toString()));
            }
        }
        execute(Program.tiny(other, "-Dpreprocess.splitSeed=1", "--stage", "preprocess")
                .toArray(String[]::new));
        Program.Result result = Program.run(
                directory.resolve("other.log"), List.of("recommend", "--run", other.toString(), "--likes", "1"));
        assertThat(result.exitCode()).isEqualTo(Failures.USER_ERROR);
        assertThat(result.lastLine())
                .isEqualTo(other.resolve("train") + ": expected a model of the data in " + other.resolve("preprocess")
                        + ", found one of other data; run train again");
    }

    @Test
    void a_killed_list_of_many_users_goes_on_to_the_same_bytes() throws Exception {
        StringBuilder rows = new StringBuilder("user,item\n");
        Random random = new Random(1);
        for (int user = 0; user < 40_000; user++) {
            for (int k = 0; k <= user % 4; k++) {
                rows.append(user)
                        .append(',')
                        .append(items.itemId(random.nextInt(items.size())))
                        .append('\n');
            }
        }
        Path users = Files.writeString(directory.resolve("many.csv"), rows);
        Path whole = directory.resolve("whole.csv");
        execute("recommend", "--run", run.toString(), "--users", users.toString(), "--out", whole.toString());
        Path out = directory.resolve("killed.csv");
        List<String> arguments =
                List.of("recommend", "--run", run.toString(), "--users", users.toString(), "--out", out.toString());
        Path progress = directory.resolve("killed.csv.part.json");
        try (Program killed = Program.start(directory.resolve("killed.log"), arguments)) {
            killed.awaitFile(progress, ".*\"users\":[1-9].*");
            killed.kill();
        }
        assertThat(out).doesNotExist();

        Program.Result result = Program.run(directory.resolve("again.log"), arguments);
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).containsPattern("resumed after [0-9]+ users? that an interrupted run had written");
        assertThat(out).hasSameBinaryContentAs(whole);
        assertThat(progress).doesNotExist();
        assertThat(directory.resolve("killed.csv.part")).doesNotExist();
    }

    /** In a namespace of its own, where the system lets a user make one. */
    @Test
    void a_full_disk_is_told_with_the_part_that_did_not_fit() throws Exception {
        StringBuilder rows = new StringBuilder("user,item\n");
        for (int user = 0; user < 5_000; user++) {
            rows.append(user).append(',').append(items.itemId(user % 50)).append('\n');
        }
        Path users = Files.writeString(directory.resolve("for-a-full-disk.csv"), rows);
        Path mount = Files.createDirectory(directory.resolve("mount"));
        Path log = directory.resolve("full.log");
        List<String> command = new ArrayList<>(
                List.of("unshare", "-Urm", "sh", "-c", "mount -t tmpfs -o size=256k tmpfs \"$0\" || exit 99; \"$@\""));
        command.add(mount.toString());
        command.addAll(Program.java());
        command.addAll(List.of("recommend", "--run", bundle.toString(), "--users", users.toString()));
        command.addAll(List.of("--out", mount.resolve("out.csv").toString()));
        int exitCode = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assumeTrue(exitCode != 99 && !Files.readString(log).startsWith("unshare"), "no namespace, no tmpfs");
        assertThat(exitCode).isEqualTo(Failures.USER_ERROR);
        assertThat(Files.readString(log).strip())
                .endsWith(mount.resolve("out.csv.part")
                        + ": expected a file that can be written, found No space left on device; "
                        + "free some space: the same command resumes from there");
    }
}
