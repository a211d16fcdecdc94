package multvae.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the program logs under spark-submit. */
final class SparkLoggingTest {

    @Test
    void the_jar_for_spark_logs_as_the_program_does_by_its_own_names_of_logbacks_classes() throws IOException {
        List<String> submitted = Files.readAllLines(Path.of("src/main/spark-submit/logback.xml"));
        assertThat(submitted.get(0)).startsWith("<!--").endsWith("-->");
        assertThat(submitted.subList(1, submitted.size()).stream()
                        .map(line -> line.replace("\"multvae.shaded.ch.qos.", "\"ch.qos.")))
                .containsExactlyElementsOf(Files.readAllLines(Path.of("src/main/resources/logback.xml")));
        assertThat(Files.readString(Path.of("pom.xml")))
                .containsPattern("<pattern>ch\\.qos\\.logback</pattern>\\s*<shadedPattern>multvae\\.shaded\\.ch");
    }
}
