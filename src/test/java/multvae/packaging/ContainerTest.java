package multvae.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of the container's image. The image itself takes a registry to build. */
final class ContainerTest {

    private static final Path READY = Path.of("container/ready").toAbsolutePath();

    @TempDir
    private Path directory;

    private Path image; // /opt/multvae of the image

    @BeforeEach
    void put_the_scripts_where_the_image_has_them() throws IOException {
        assumeTrue(Script.haveShell(), "this system has no /bin/sh");
        image = Files.createDirectories(directory.resolve("opt multvae"));
        for (String script : List.of("multvae", "container/entrypoint")) {
            Path source = Path.of(script);
            Files.copy(source, image.resolve(source.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.createFile(Files.createDirectory(image.resolve("target")).resolve("multvae.jar"));
    }

    private Script.Result enter(Map<String, String> environment, String... arguments) throws Exception {
        Script.program(
                directory.resolve("jre"), "java", "for word in \"$@\"; do echo \"$word\"; done; echo pid $$; exit 3");
        Map<String, String> all = new TreeMap<>(environment);
        all.put("PATH", directory.resolve("jre") + ":/usr/bin:/bin");
        List<String> command =
                new ArrayList<>(List.of(image.resolve("entrypoint").toString()));
        command.addAll(List.of(arguments));
        return Script.run(directory, all, command);
    }

    @Test
    void the_program_gets_the_arguments_as_they_are_and_its_exit_code_is_the_containers() throws Exception {
        Script.Result result = enter(Map.of(), "serve", "--run", "/srv/multvae/a b", "--host", "0.0.0.0");
        assertThat(result.output())
                .contains("/opt multvae/target/multvae.jar\nserve\n--run\n/srv/multvae/a b\n--host\n0.0.0.0\n");
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @Test
    void without_arguments_there_is_help() throws Exception {
        assertThat(enter(Map.of()).output()).contains("/target/multvae.jar\n--help\n");
    }

    @Test
    void options_for_the_jvm_come_after_the_defaults_and_so_win() throws Exception {
        String output = enter(Map.of("MULTVAE_OPTS", "-XX:MaxRAMPercentage=30 -Xss2m"), "--version")
                .output();
        assertThat(output.lines())
                .containsSubsequence(
                        "-XX:MaxRAMPercentage=75",
                        "-XX:MaxRAMPercentage=30",
                        "-Xss2m",
                        "-jar",
                        image.toRealPath().resolve("target/multvae.jar").toString(),
                        "--version");
    }

    @Test
    void what_scores_many_users_gets_the_vector_api_if_the_runtime_has_it() throws Exception {
        String option = "--add-modules=jdk.incubator.vector\n";
        assertThat(enter(Map.of(), "serve").output()).doesNotContain(option);
        Files.writeString(directory.resolve("release"), "MODULES=\"java.base jdk.incubator.vector\"\n");
        assertThat(enter(Map.of(), "serve").output()).contains(option);
        assertThat(enter(Map.of(), "recommend", "--users", "a").output()).contains(option);
        assertThat(enter(Map.of(), "recommend", "--likes", "1").output()).doesNotContain(option);
        assertThat(enter(Map.of("MULTVAE_OPTS", "--add-modules=java.sql"), "serve")
                        .output())
                .doesNotContain(option);
    }

    private Script.Result ready(int port) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "this system has no /bin/bash");
        return Script.run(
                directory, Map.of("PORT", String.valueOf(port), "PATH", "/usr/bin:/bin"), List.of(READY.toString()));
    }

    @Test
    void a_service_is_ready_if_it_says_so() throws Exception {
        AtomicReference<String> asked = new AtomicReference<>("");
        int[] status = {200};
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.set(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Host"));
            exchange.sendResponseHeaders(status[0], -1);
            exchange.close();
        });
        server.start();
        try {
            int port = server.getAddress().getPort();
            assertThat(ready(port).exitCode()).isZero();
            assertThat(asked.get()).isEqualTo("/ready localhost");
            status[0] = 503;
            assertThat(ready(port).exitCode()).isEqualTo(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_service_that_does_not_listen_is_not_ready() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(ready(free).exitCode()).isEqualTo(1);
    }
}
