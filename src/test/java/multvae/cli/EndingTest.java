package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process whose shutdown hook never returns. */
@Timeout(value = 2, unit = TimeUnit.MINUTES) // the process has not ended
final class EndingTest {

    @TempDir
    private Path directory;

    /** Ends itself, or waits for a signal. */
    static final class Hanging {

        private Hanging() {}

        public static void main(String[] arguments) throws InterruptedException {
            Ending ending = Ending.watch(Duration.ofMillis(500), Duration.ofMillis(500));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> sleep(Duration.ofHours(1))));
            System.out.println("ready");
            if (arguments.length > 0) {
                ending.exit(Integer.parseInt(arguments[0]));
            }
            sleep(Duration.ofHours(1));
        }

        private static void sleep(Duration duration) {
            try {
                Thread.sleep(duration.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void an_exit_ends_with_its_code() throws Exception {
        try (Program program = Program.start(directory.resolve("output"), Hanging.class, List.of("2"))) {
            assertThat(program.result().exitCode()).isEqualTo(2);
        }
    }

    @Test
    void a_signal_ends_it() throws Exception {
        try (Program program = Program.start(directory.resolve("output"), Hanging.class, List.of())) {
            program.await("ready");
            program.signal("TERM");
            assertThat(program.result().exitCode()).isEqualTo(143);
        }
    }

    /** As exec:java does it: the program's classes are taken away when its main has returned, and the JVM goes on. */
    static final class Unloaded {

        private Unloaded() {}

        public static void main(String[] arguments) throws Exception {
            List<URL> classPath = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                classPath.add(Path.of(entry).toUri().toURL());
            }
            try (URLClassLoader loader =
                    new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
                Method watch = loader.loadClass(Ending.class.getName()).getDeclaredMethod("watch");
                watch.setAccessible(true);
                watch.invoke(null);
            }
            System.out.println("returned");
        }
    }

    @Test
    void a_process_that_goes_on_without_our_classes_ends_without_a_word() throws Exception {
        try (Program program = Program.start(directory.resolve("output"), Unloaded.class, List.of())) {
            assertThat(program.result()).isEqualTo(new Program.Result(0, "returned" + System.lineSeparator()));
        }
    }
}
