package multvae.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application whose own tasks wait for the model in the common pool, and occupy all of it. */
final class OccupiedPoolTest {

    private static final int THREADS = 2; // with one, the JDK itself starts a thread for each future

    @TempDir
    private Path directory;

    /** The application: prints what a hundred users are recommended first. */
    static final class Application {

        private Application() {}

        public static void main(String[] arguments) throws Exception {
            CountDownLatch waiting = new CountDownLatch(THREADS);
            CountDownLatch ready = new CountDownLatch(1);
            for (int k = 0; k < THREADS; k++) {
                ForkJoinPool.commonPool().execute(() -> {
                    waiting.countDown();
                    try {
                        ready.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
            waiting.await();
            try (Recommender recommender = Recommender.open(Path.of(arguments[0]))) {
                Query query = Query.of(List.of("10"), 1);
                recommender.recommend(Collections.nCopies(100, query)).stream()
                        .map(answer -> answer.recommendations().get(0).itemId())
                        .distinct()
                        .forEach(System.out::println);
            }
            ready.countDown();
        }
    }

    @Test
    void opens_and_answers_all_the_same() throws Exception {
        File output = directory.resolve("output").toFile();
        Process application = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + THREADS,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName(),
                        Bundles.byHand(directory.resolve("bundle")).toString())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            assertThat(application.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
        } finally {
            application.destroyForcibly();
        }
        assertThat(Files.readString(output.toPath())).isEqualTo("30" + System.lineSeparator());
    }
}
