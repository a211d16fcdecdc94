package multvae.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import multvae.config.Settings;
import multvae.io.UserError;
import multvae.run.Plan;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Addresses of Hadoop's file systems name what paths of this machine name. Its viewfs is a file system of mounts that nothing but
 * Hadoop, with Spark's settings of it, can read.
 */
final class HadoopInputsTest {

    private static final String MOUNT = "spark.hadoop.fs.viewfs.mounttable.logs.link./events";
    private static final Map<String, String> COLUMNS = Map.of(
            "data.columns.user", "1",
            "data.columns.item", "2",
            "data.columns.timestamp", "4",
            "data.columns.title", "5",
            "data.columns.genres", "6",
            "data.duplicates", "first");

    @TempDir
    private static Path mounted;

    @TempDir
    private Path directory;

    private Path events;
    private String address;

    @BeforeAll
    static void mount() {
        System.setProperty(MOUNT, mounted.toUri().toString());
    }

    @AfterAll
    static void unmount() {
        System.clearProperty(MOUNT);
    }

    @BeforeEach
    void write() throws IOException {
        events = Files.createTempDirectory(mounted, "events");
        address = "viewfs://logs/events/" + events.getFileName();
        Files.writeString(events.resolve("a.csv"), SparkDividerTest.generated(3, 1500));
        String[] rows = SparkDividerTest.generated(4, 1500).toString().split("\n", 2);
        Path day = Files.createDirectory(events.resolve("day 2"));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(day.resolve("b.csv.gz")))) {
            out.write(rows[1].getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(events.resolve("_SUCCESS"), "");
    }

    private static Map<String, String> keys(String ratings) {
        Map<String, String> keys = new HashMap<>(COLUMNS);
        keys.put("data.ratings", ratings);
        return keys;
    }

    private void requireSame(String at, String path) throws IOException {
        Path local = Preprocessed.run(directory.resolve("local"), "local", 1, keys(path));
        Preprocessed.requireSame(Preprocessed.run(directory.resolve("spark"), "spark", 3, keys(at)), local);
        assertThat(directory.resolve("spark/fetch/source.json")).content().contains(at);
    }

    @Test
    void a_directory_of_a_mounted_file_system_is_read_as_its_files() throws IOException {
        requireSame(address, events.toString());
    }

    @Test
    void a_pattern_names_files_of_a_mounted_file_system() throws IOException {
        Files.writeString(events.resolve("c.csv"), "7,8\n");
        requireSame(address + "/**{a.csv,.gz}", events + "/**{a.csv,.gz}");
    }

    @Test
    void an_address_of_a_file_here_is_read() throws IOException {
        requireSame(
                events.resolve("a.csv").toUri().toString(),
                events.resolve("a.csv").toString());
    }

    /** What is remembered of a file is its size and when it was written, or the checksum that its file system has. */
    @Test
    void a_file_that_is_written_again_makes_preprocess_stale() throws IOException {
        Path run = directory.resolve("run");
        Map<String, String> keys = keys(address);
        Preprocessed.run(run, "spark", 3, keys);
        Settings settings = Preprocessed.settings("spark", 3, keys);
        Plan before = Preprocessed.pipeline(run, settings).plan(Set.of(), false);
        assertThat(before.toString()).contains("FRESH").doesNotContain("STALE");

        Files.setLastModifiedTime(events.resolve("a.csv"), FileTime.fromMillis(1_000_000_000_000L));
        Plan after = Preprocessed.pipeline(run, settings).plan(Set.of(), false);
        assertThat(after.toString()).contains("ratings changed");
    }

    private void requireError(String engine, String at, String message) {
        assertThatThrownBy(() -> Preprocessed.run(directory.resolve("run"), engine, 3, keys(at)))
                .isInstanceOf(UserError.class)
                .hasMessage(message);
    }

    @Test
    void an_address_of_no_file_system_is_one_line() {
        requireError(
                "spark",
                "gopher://logs/events",
                "gopher://logs/events: expected an address of a file system that Hadoop knows, found No FileSystem for scheme"
                        + " \"gopher\"; correct the address, or set spark.hadoop.* (docs/spark.md)");
        requireError(
                "spark",
                "hdfs://no-such-host.invalid:8020/events",
                "hdfs://no-such-host.invalid:8020/events: expected a file system that answers, found no machine of that name;"
                        + " correct the address, or set spark.hadoop.* (docs/spark.md)");
    }

    @Test
    void an_address_whose_module_is_missing_is_one_line() {
        requireError(
                "spark",
                "s3a://bucket/events",
                "s3a://bucket/events: expected Hadoop's module for s3a among Spark's jars, found none; add it to"
                        + " spark-submit, for s3a as --packages org.apache.hadoop:hadoop-aws:"
                        + VersionInfo.getVersion() + " (docs/spark.md)");
        requireError(
                "spark",
                "s3://bucket/events",
                "s3://bucket/events: expected an address of a file system that Hadoop knows, found No FileSystem for"
                        + " scheme \"s3\"; write s3a:// instead");
    }

    @Test
    void a_file_system_that_does_not_answer_is_one_line() {
        assertThatThrownBy(
                        () -> Preprocessed.run(directory.resolve("run"), "spark", 3, keys("hdfs://127.0.0.1:1/events")))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("hdfs://127.0.0.1:1/events: expected a file system that answers, found ")
                .hasMessageContaining("Connection refused")
                .hasMessageEndingWith("; check the address and spark.hadoop.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"viewfs://logs/events/none.csv", "viewfs://logs/elsewhere"})
    void an_address_of_nothing_is_one_line(String nothing) {
        requireError(
                "spark",
                nothing,
                "data.ratings: expected a readable file, found " + nothing
                        + ", which is missing; set data.ratings to another file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a.csv", ""})
    void a_file_that_may_not_be_read_is_named(String named) throws IOException {
        Files.setPosixFilePermissions(events.resolve("a.csv"), PosixFilePermissions.fromString("---------"));
        requireError(
                "spark",
                address + named,
                "data.ratings: expected a readable file, found " + address
                        + "/a.csv, which may not be read; change its permissions, or set data.ratings to another file");
    }

    @Test
    void this_process_alone_reads_no_address() {
        requireError(
                "local",
                "s3a://bucket/events",
                "s3a://bucket/events: expected a path of this machine, unless engine = spark, found an address; read it with"
                        + " -Dengine=spark (docs/spark.md), or copy the files here");
    }
}
