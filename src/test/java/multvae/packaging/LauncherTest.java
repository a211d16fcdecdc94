package multvae.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher in a checkout of its own, with a java and a mvn that write down how they are called. */
final class LauncherTest {

    @TempDir
    private Path directory;

    private Path checkout;
    private Path programs;

    @BeforeEach
    void make_a_checkout() throws IOException {
        assumeTrue(Script.haveShell(), "this system has no /bin/sh");
        checkout = Files.createDirectories(directory.resolve("a check out"));
        Files.createDirectories(checkout.resolve("src/main/java"));
        Files.writeString(checkout.resolve("src/main/java/Main.java"), "");
        Files.writeString(checkout.resolve("pom.xml"), "");
        Files.copy(Path.of("multvae"), checkout.resolve("multvae"), StandardCopyOption.COPY_ATTRIBUTES);
        programs = directory.resolve("programs");
        Script.program(programs, "java", "for word in \"$@\"; do echo \"java: $word\"; done; exit 7");
        Script.program(
                programs, "mvn", "echo \"mvn: $* in $(pwd)\"; mkdir -p target && echo built > target/multvae.jar");
    }

    private Script.Result launch(Map<String, String> more, String... arguments)
            throws IOException, InterruptedException {
        return launch(checkout.resolve("multvae"), more, arguments);
    }

    private Script.Result launch(Path launcher, Map<String, String> more, String... arguments)
            throws IOException, InterruptedException {
        Map<String, String> environment = new TreeMap<>(Map.of("PATH", programs + ":/usr/bin:/bin"));
        environment.putAll(more);
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return Script.run(directory, environment, command);
    }

    private static long builds(Script.Result result) {
        return result.output().lines().filter(line -> line.startsWith("mvn:")).count();
    }

    @Test
    void the_first_use_builds_in_the_checkout_and_then_runs_the_jar() throws Exception {
        Script.Result result = launch(Map.of(), "run", "a b", "--x=*", "");
        assertThat(result.output())
                .contains("mvn: -B -q -P !spark,!lint -Dmaven.test.skip=true package in " + checkout.toRealPath())
                .containsSubsequence(
                        "java: -jar", "java: " + checkout.toRealPath().resolve("target/multvae.jar"), "java: run")
                .endsWith("java: run\njava: a b\njava: --x=*\njava: \n");
        assertThat(result.exitCode()).isEqualTo(7); // the program's own
    }

    @Test
    void later_uses_do_not_build_until_a_source_is_newer() throws Exception {
        launch(Map.of());
        assertThat(builds(launch(Map.of()))).isZero();
        Files.setLastModifiedTime(
                checkout.resolve("src/main/java/Main.java"),
                FileTime.from(Instant.now().plusSeconds(10)));
        assertThat(builds(launch(Map.of()))).isOne();
    }

    /** A path or a title with other letters than ASCII's needs a locale that has them. */
    @ParameterizedTest
    @CsvSource({
        ",, C.UTF-8",
        "C,, C.UTF-8",
        "POSIX, de_DE.UTF-8, C.UTF-8",
        ", en_US.UTF-8, ''",
        "de_DE.ISO-8859-1,, de_DE.ISO-8859-1"
    })
    void without_a_locale_it_takes_one_that_has_all_letters(String all, String language, String expected)
            throws Exception {
        Script.program(programs, "java", "echo \"java: [${LC_ALL-}]\"");
        Map<String, String> locale = new TreeMap<>(Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", ""));
        if (all != null) {
            locale.put("LC_ALL", all);
        }
        if (language != null) {
            locale.put("LANG", language);
        }
        assertThat(launch(locale, "run").output()).contains("java: [" + expected + "]\n");
    }

    @Test
    void it_runs_through_links_from_anywhere() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("a check out/multvae"));
        Path second = Files.createSymbolicLink(programs.resolve("linked"), link);
        assertThat(launch(second, Map.of()).output())
                .contains("java: " + checkout.toRealPath().resolve("target/multvae.jar"));
    }

    @Test
    void options_for_the_jvm_come_before_the_jar_and_java_home_comes_first() throws Exception {
        Script.program(directory.resolve("a jdk/bin"), "java", "echo \"other $*\"");
        Script.Result result = launch(
                Map.of(
                        "MULTVAE_OPTS",
                        "-Xmx1g -Da=b",
                        "JAVA_HOME",
                        directory.resolve("a jdk").toString()),
                "--version");
        assertThat(result.output()).containsPattern("other .*-Xmx1g -Da=b -jar .*multvae\\.jar --version\n");
        assertThat(result.exitCode()).isZero();
    }

    /** A java that makes an archive if it is asked to. */
    private void let_java_make_archives(int exitCode) throws IOException {
        Script.program(
                programs,
                "java",
                "for word in \"$@\"; do case $word in -XX:ArchiveClassesAtExit=*) echo rehearsed >> \"$0.log\"; "
                        + "echo classes > \"${word#*=}\"; exit " + exitCode
                        + ";; esac; echo \"java: $word\"; done");
    }

    private long rehearsals() throws IOException {
        Path log = programs.resolve("java.log");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    @Test
    void classes_are_archived_once_for_each_build() throws Exception {
        let_java_make_archives(0);
        assertThat(launch(Map.of(), "inspect").output())
                .containsPattern("java: -XX:SharedArchiveFile=.*/target/multvae-[0-9]+\\.jsa\n")
                .containsSubsequence("java: -Xshare:auto\n", "java: -jar\n");
        launch(Map.of(), "run");
        assertThat(rehearsals()).isOne();
        Files.setLastModifiedTime(
                checkout.resolve("target/multvae.jar"),
                FileTime.from(Instant.now().plusSeconds(10)));
        launch(Map.of(), "run");
        assertThat(rehearsals()).isEqualTo(2);
        try (Stream<Path> files = Files.list(checkout.resolve("target"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(name -> name.contains(".jsa"))
                    .singleElement()
                    .asString()
                    .endsWith(".jsa");
        }
    }

    @Test
    void a_java_that_makes_no_archive_is_asked_once_and_runs_without() throws Exception {
        let_java_make_archives(1);
        assertThat(launch(Map.of(), "inspect").output())
                .contains("java: inspect\n")
                .doesNotContain("SharedArchiveFile");
        assertThat(launch(Map.of(), "inspect").output())
                .contains("java: inspect\n")
                .doesNotContain("SharedArchiveFile", "preparing");
        assertThat(rehearsals()).isOne();
    }

    @Test
    void who_shares_classes_by_options_of_their_own_gets_no_archive() throws Exception {
        let_java_make_archives(0);
        for (String variable : List.of("MULTVAE_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
            assertThat(launch(Map.of(variable, "-Xshare:off"), "inspect").output())
                    .contains("java: inspect\n")
                    .doesNotContain("SharedArchiveFile");
        }
        assertThat(rehearsals()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--help", "diff a b", "completion bash"})
    void a_short_command_starts_with_the_quick_compiler(String arguments) throws Exception {
        String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ");
        assertThat(launch(Map.of(), words).output())
                .contains("java: -XX:TieredStopAtLevel=1\n", "java: -XX:+UseSerialGC\n");
        assertThat(launch(Map.of("MULTVAE_OPTS", "-XX:+UseG1GC"), words).output())
                .contains("java: -XX:+UseG1GC\n")
                .doesNotContain("SerialGC", "TieredStopAtLevel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect runs", "plan a.conf", "recommend --run a --likes 1"})
    void a_short_command_that_checks_files_leaves_the_hash_to_the_other_compiler(String arguments) throws Exception {
        assertThat(launch(Map.of(), arguments.split(" ")).output())
                .contains("java: -XX:Tier4InvocationThreshold=20000\n", "java: -XX:+UseSerialGC\n")
                .doesNotContain("TieredStopAtLevel");
        assertThat(launch(Map.of("MULTVAE_OPTS", "-XX:TieredStopAtLevel=1"), arguments.split(" "))
                        .output())
                .contains("java: -XX:TieredStopAtLevel=1\n")
                .doesNotContain("SerialGC", "Tier4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run a.conf",
                "-Dconfig=a.conf",
                "serve --run a",
                "recommend --run a --users b --out c",
                "recommend --run a --model ease --likes 1"
            })
    void a_long_command_starts_with_the_java_s_own_settings(String arguments) throws Exception {
        assertThat(launch(Map.of(), arguments.split(" ")).output())
                .doesNotContain("SerialGC", "TieredStopAtLevel")
                .endsWith("java: " + arguments.replace(" ", "\njava: ") + "\n");
    }

    /** The launcher's options for a JDK with these modules, whose java is on the PATH as a link. */
    private String options_with(String modules, Map<String, String> more, String arguments) throws Exception {
        Path jdk = Files.createDirectories(directory.resolve("a jdk"));
        Script.program(jdk.resolve("bin"), "java", "echo \"java: $*\"");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17\"\nMODULES=\"" + modules + "\"\n");
        Files.deleteIfExists(programs.resolve("java"));
        Files.createSymbolicLink(programs.resolve("java"), jdk.resolve("bin/java"));
        String output = launch(more, arguments.split(" ")).output();
        return output.substring(output.lastIndexOf("java: "), output.lastIndexOf(" -jar "));
    }

    @Test
    void what_scores_many_users_gets_the_vector_api_if_the_jdk_has_it() throws Exception {
        String all = "java.base jdk.incubator.vector jdk.zipfs";
        String option = "--add-modules=jdk.incubator.vector";
        for (String scores : List.of("serve --run a", "recommend --run a --users b", "recommend --users=b --run a")) {
            assertThat(options_with(all, Map.of(), scores)).contains(option);
            assertThat(options_with("java.base jdk.zipfs", Map.of(), scores)).doesNotContain(option);
            assertThat(options_with(all, Map.of("MULTVAE_OPTS", "--add-modules=java.sql"), scores))
                    .contains("--add-modules=java.sql")
                    .doesNotContain(option);
        }
        for (String other : List.of("recommend --run a --likes 1", "run a.conf", "inspect a", "--help")) {
            assertThat(options_with(all, Map.of(), other)).doesNotContain(option);
        }
        Files.delete(directory.resolve("a jdk/release"));
        assertThat(launch(Map.of(), "serve").output()).doesNotContain(option);
    }

    @Test
    void a_number_of_threads_is_the_jvms_and_the_native_libraries() throws Exception {
        Script.program(programs, "java", "echo \"$* | $OMP_NUM_THREADS $OPENBLAS_NUM_THREADS\"");
        Map<String, String> four = Map.of("OMP_NUM_THREADS", "4");
        assertThat(launch(four, "run", "a.conf", "-Dthreads=12").output())
                .containsPattern("-XX:ActiveProcessorCount=12 -XX:\\+UseG1GC .*run a.conf -Dthreads=12 \\| 12 12\n");
        assertThat(launch(four, "inspect", "-Dthreads=1").output())
                .containsPattern("-XX:\\+UseSerialGC .*-XX:ActiveProcessorCount=1 .*inspect -Dthreads=1 \\| 1 1\n")
                .doesNotContain("UseG1GC");
        assertThat(launch(Map.of("MULTVAE_OPTS", "-XX:+UseParallelGC"), "run", "-Dthreads=1")
                        .output())
                .doesNotContain("UseG1GC");
        for (String wrong : List.of("-Dthreads=0", "-Dthreads=2x", "-Dthreads=12345", "-Dthreads=", "threads=3")) {
            assertThat(launch(four, "run", wrong).output())
                    .doesNotContain("ActiveProcessorCount")
                    .endsWith("run " + wrong + " | 4 \n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GenuineIntel, sse4_2 avx2 avx512f avx512dq avx512bw avx512vl, SkylakeX",
        "GenuineIntel, avx2 avx512f avx512pf, Haswell", // AVX-512 without the parts that the kernels need
        "GenuineIntel, avx avx2, Haswell",
        "GenuineIntel, sse4_2 avx, ''",
        "AuthenticAMD, avx2 avx512f avx512dq avx512bw avx512vl, Zen",
        "AuthenticAMD, sse4a, ''",
        "CentaurHauls, avx2, ''"
    })
    void openblas_is_told_whose_kernels_a_processor_can_run(String vendor, String flags, String kernels)
            throws Exception {
        Script.program(programs, "java", "echo \"kernels: ${OPENBLAS_CORETYPE-}\"");
        Script.program(
                programs,
                "grep",
                "case \"$*\" in *cpuinfo) printf 'vendor_id\\t: " + vendor + "\\nflags\\t\\t: fpu " + flags
                        + "\\n' ;; *) exec /usr/bin/env PATH=/usr/bin:/bin grep \"$@\" ;; esac");
        assertThat(launch(Map.of(), "run").output()).endsWith("kernels: " + kernels + "\n");
        assertThat(launch(Map.of("OPENBLAS_CORETYPE", "Nehalem"), "run").output())
                .endsWith("kernels: Nehalem\n");
        assertThat(launch(Map.of(), "inspect").output()).endsWith("kernels: \n"); // has no use for them
    }

    @Test
    void a_build_that_writes_the_same_jar_again_is_not_repeated() throws Exception {
        launch(Map.of());
        Script.program(programs, "mvn", "echo \"mvn: same\""); // as Maven's shade plugin leaves an equal file alone
        Path source = checkout.resolve("src/main/java/Main.java");
        Files.setLastModifiedTime(
                checkout.resolve("target/multvae.jar"),
                FileTime.from(Instant.now().minusSeconds(20)));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(10)));
        Files.setLastModifiedTime(
                checkout.resolve("pom.xml"), FileTime.from(Instant.now().minusSeconds(30)));
        assertThat(builds(launch(Map.of()))).isOne();
        assertThat(builds(launch(Map.of()))).isZero();
    }

    @Test
    void a_build_that_fails_runs_nothing() throws Exception {
        Script.program(programs, "mvn", "echo no network; exit 1");
        Script.Result result = launch(Map.of());
        assertThat(result.output()).contains("no network").doesNotContain("java:");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void a_missing_java_and_a_missing_maven_are_one_line() throws Exception {
        Script.Result noJava =
                launch(Map.of("JAVA_HOME", directory.resolve("none").toString()));
        assertThat(noJava.output().lines()).singleElement().asString().contains("expected the java of a JDK 17");
        assertThat(noJava.exitCode()).isEqualTo(2);

        Files.delete(programs.resolve("mvn"));
        Path few = directory.resolve("few");
        for (String name : List.of("dirname", "find", "head", "mkdir", "readlink")) {
            Script.program(few, name, "PATH=/usr/bin:/bin exec " + name + " \"$@\"");
        }
        Script.Result noMaven = launch(Map.of("PATH", programs + ":" + few));
        assertThat(noMaven.output().lines()).singleElement().asString().contains("expected Maven 3.8");
        assertThat(noMaven.exitCode()).isEqualTo(2);
    }
}
