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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                .contains("mvn: -B -q -P !spark -Dmaven.test.skip=true package in " + checkout.toRealPath())
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
