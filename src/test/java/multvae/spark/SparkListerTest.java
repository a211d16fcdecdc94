package multvae.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import multvae.config.EngineSettings;
import multvae.io.UserError;
import multvae.serving.Bundles;
import multvae.serving.ListFormat;
import multvae.serving.Query;
import multvae.serving.Recommender;
import multvae.serving.UserLists;
import multvae.stages.Engine;
import multvae.stages.Lister;
import multvae.stages.RatingsFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spark's lists are those of one process, which are held to hand-made ones. */
final class SparkListerTest {

    private static final int PARTITIONS = 4;
    private static final Query LIKE = Query.of(List.of(), 7);

    @TempDir
    private Path directory;

    private Path bundle;
    private Path users;
    private Path out;

    @BeforeEach
    void write() throws IOException {
        bundle = Bundles.random(directory.resolve("bundle"), 120);
        Random random = new Random(3);
        StringBuilder rows = new StringBuilder("user,item\n");
        for (int user = 1300; user > 0; user--) { // not in the order of the ids; some know nothing that the model knows
            for (int k = 0; k < 1 + random.nextInt(6); k++) {
                int item = user % 50 == 0 ? 2 : 3 * random.nextInt(130) + 1;
                rows.append(user % 3 == 0 ? "u" : "")
                        .append(user)
                        .append(',')
                        .append(item)
                        .append('\n');
            }
        }
        users = Files.writeString(directory.resolve("users.csv"), rows);
        out = directory.resolve("lists");
    }

    private Lister.Outcome write(int partitions, Lister.Format format) throws IOException {
        return write(OptionalInt.of(partitions), format);
    }

    private Lister.Outcome write(OptionalInt partitions, Lister.Format format) throws IOException {
        return write(partitions, format, List.of(users));
    }

    private Lister.Outcome write(OptionalInt partitions, Lister.Format format, List<Path> files) throws IOException {
        EngineSettings settings = new EngineSettings(EngineSettings.Type.SPARK, Optional.of("local[2]"), partitions);
        try (Recommender recommender = Recommender.open(bundle);
                Engine engine = Engine.open(settings)) {
            return engine.lister()
                    .orElseThrow()
                    .write(
                            bundle,
                            recommender.modelVersion(),
                            RatingsFile.reader(users, Map.of(), Map.of()),
                            files,
                            LIKE,
                            format,
                            out);
        }
    }

    /** The lines of a file of lists, without its header. */
    private static Stream<String> lines(Path file, ListFormat format) {
        try {
            return Files.readAllLines(file).stream().skip(format == ListFormat.CSV ? 1 : 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_user_gets_the_list_of_one_process(ListFormat format) throws IOException {
        Path local = directory.resolve("local");
        UserLists.Outcome one;
        try (Recommender recommender = Recommender.open(bundle)) {
            one = UserLists.write(recommender, users, LIKE, format, local);
        }
        Lister.Outcome many = write(PARTITIONS, Lister.Format.valueOf(format.name()));

        assertThat(parts()).hasSize(PARTITIONS);
        assertThat(parts().stream().flatMap(part -> lines(part, format)))
                .containsExactlyInAnyOrderElementsOf(lines(local, format).toList());
        assertThat(out).isDirectoryContaining("glob:**_SUCCESS").isDirectoryNotContaining("glob:**.tmp");
        assertThat(many.users()).isEqualTo(one.users()).isEqualTo(1300);
        assertThat(many.byPopularity()).isEqualTo(one.byPopularity()).isPositive();
        assertThat(many.unknownRows()).isPositive();
    }

    @Test
    void rows_below_the_threshold_are_counted() throws IOException {
        StringBuilder rows = new StringBuilder("user,item,rating\n");
        for (int user = 0; user < 200; user++) {
            rows.append(user).append(",1,").append(user % 4 + 1).append('\n'); // 1 to 4
            rows.append(user).append(",4,3.5\n");
        }
        Files.writeString(users, rows);
        Lister.Outcome outcome = write(PARTITIONS, Lister.Format.CSV);
        assertThat(outcome.rows()).isEqualTo(400);
        assertThat(outcome.rowsBelow()).isEqualTo(350);
    }

    /** Read with DuckDB, which nothing here writes with. */
    @Test
    void parquet_has_the_rows_of_csv() throws IOException, SQLException {
        write(PARTITIONS, Lister.Format.CSV);
        List<String> csv =
                parts().stream().flatMap(part -> lines(part, ListFormat.CSV)).toList();
        out = directory.resolve("parquet");
        write(PARTITIONS, Lister.Format.PARQUET);
        assertThat(parts()).hasSize(PARTITIONS);
        Path third = parts().get(2);
        Files.delete(third);
        assertThat(write(PARTITIONS, Lister.Format.PARQUET).partsBefore()).isEqualTo(PARTITIONS - 1);

        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "select \"user\", rank, item, score, source from '" + out + "/*.parquet'")) {
            while (found.next()) {
                rows.add(String.join(
                        ",",
                        found.getString(1),
                        String.valueOf(found.getInt(2)),
                        found.getString(3),
                        String.valueOf(found.getFloat(4)),
                        found.getString(5)));
            }
        }
        assertThat(rows).containsExactlyInAnyOrderElementsOf(csv);
    }

    /** What a job leaves that was killed: some parts, and the unfinished file of a task. */
    @Test
    void a_rerun_writes_what_is_missing() throws IOException {
        write(PARTITIONS, Lister.Format.CSV);
        Path third = parts().get(2);
        String lists = Files.readString(third);
        Files.delete(third);
        Files.writeString(parts().get(0), "kept");
        Files.writeString(out.resolve(".part-00002.csv.1.tmp"), "half");

        Lister.Outcome outcome = write(PARTITIONS, Lister.Format.CSV);
        assertThat(outcome.partsBefore()).isEqualTo(PARTITIONS - 1);
        assertThat(third).hasContent(lists);
        assertThat(parts().get(0)).hasContent("kept");
        assertThat(out).isDirectoryNotContaining("glob:**.tmp");
    }

    /** As a directory of another Spark job has them. */
    @Test
    void lists_of_many_files_can_be_resumed() throws IOException {
        List<Path> files = new ArrayList<>();
        for (int k = 0; k < 30; k++) {
            files.add(Files.writeString(directory.resolve("users-" + k + ".csv"), "user,item\n" + k + ",1\n"));
        }
        write(OptionalInt.of(PARTITIONS), Lister.Format.CSV, files);
        Files.delete(parts().get(1));
        Lister.Outcome outcome = write(OptionalInt.of(PARTITIONS), Lister.Format.CSV, files);
        assertThat(outcome.users()).isEqualTo(30);
        assertThat(outcome.partsBefore()).isEqualTo(PARTITIONS - 1);
        Files.writeString(files.get(29), "user,item\n29,4\n");
        assertThatThrownBy(() -> write(OptionalInt.of(PARTITIONS), Lister.Format.CSV, files))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("other users");
    }

    /** The number of cores, which decides it otherwise, may be another one by then. */
    @Test
    void a_rerun_takes_the_number_of_parts_that_is_there_unless_another_is_asked_for() throws IOException {
        write(PARTITIONS, Lister.Format.CSV);
        Files.delete(parts().get(1));
        Lister.Outcome outcome = write(OptionalInt.empty(), Lister.Format.CSV);
        assertThat(outcome.partsBefore()).isEqualTo(PARTITIONS - 1);
        assertThat(parts()).hasSize(PARTITIONS);
        assertThatThrownBy(() -> write(PARTITIONS + 1, Lister.Format.CSV))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("another number of partitions");
    }

    @Test
    void a_directory_of_something_else_is_left_alone() throws IOException {
        write(PARTITIONS, Lister.Format.CSV);
        assertThatThrownBy(() -> write(PARTITIONS, Lister.Format.JSONL))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        out + ": expected an empty directory, or one of the same lists, found lists of another model,"
                                + " other users, or another number of partitions; name another with --out, or remove it");
        out = Files.createDirectory(directory.resolve("mine"));
        Files.writeString(out.resolve("thesis.txt"), "mine");
        assertThatThrownBy(() -> write(PARTITIONS, Lister.Format.CSV))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("found other files");
        assertThat(out.resolve("thesis.txt")).hasContent("mine");
    }

    @Test
    void a_row_that_cannot_be_read_is_one_line() throws IOException {
        Files.writeString(users, Files.readString(users) + "only one column\n");
        assertThatThrownBy(() -> write(PARTITIONS, Lister.Format.CSV))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("users.csv:")
                .hasMessageContaining("2 columns");
        assertThat(out).doesNotExist();
    }

    @Test
    void a_master_that_does_not_answer_is_one_line() {
        EngineSettings settings =
                new EngineSettings(EngineSettings.Type.SPARK, Optional.of("spark://127.0.0.1:1"), OptionalInt.empty());
        assertThatThrownBy(() -> Engine.open(settings).close())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the Spark master: expected an answer from spark://127.0.0.1:1, found")
                .hasMessageContaining("cluster.master");
    }

    @Test
    void of_several_masters_one_has_to_answer() throws IOException {
        try (ServerSocket standby = new ServerSocket(0)) {
            assertThatThrownBy(() -> open("spark://127.0.0.1:1,127.0.0.1:70000"))
                    .isInstanceOf(UserError.class)
                    .hasMessage(
                            "the Spark master: expected an answer from spark://127.0.0.1:1,127.0.0.1:70000, found no"
                                    + " port 70000; start it, or name another with cluster.master or spark-submit --master");
            SparkProvider.requireAnswer("spark://127.0.0.1:1,127.0.0.1:" + standby.getLocalPort());
        }
    }

    private static void open(String master) throws IOException {
        Engine.open(new EngineSettings(EngineSettings.Type.SPARK, Optional.of(master), OptionalInt.empty()))
                .close();
    }

    @Test
    void a_heap_that_is_too_small_for_spark_is_one_line() {
        System.setProperty("spark.testing.memory", "100000000"); // what Spark takes for the heap
        try {
            assertThatThrownBy(() -> open("local[2]"))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith(
                            "Spark: expected settings that it can start with, found [INVALID_DRIVER_MEMORY]")
                    .hasMessageEndingWith("correct them: -Xmx, spark-submit's options, or -Dspark.*")
                    .hasMessageNotContaining("\n");
        } finally {
            System.clearProperty("spark.testing.memory");
        }
    }

    @Test
    void a_master_of_no_form_is_one_line() {
        EngineSettings settings =
                new EngineSettings(EngineSettings.Type.SPARK, Optional.of("nonsense"), OptionalInt.empty());
        assertThatThrownBy(() -> Engine.open(settings).close())
                .isInstanceOf(UserError.class)
                .hasMessage("the Spark master: expected local[N], spark://HOST:PORT, yarn or k8s://URL, found nonsense;"
                        + " correct cluster.master, or spark-submit's --master");
    }
}
