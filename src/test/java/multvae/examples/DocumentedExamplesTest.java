package multvae.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import multvae.serving.Bundles;
import multvae.serving.Recommendation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/recommend.md shows compiles and does what it says. The model's numbers are those at {@link Bundles#byHand}. */
final class DocumentedExamplesTest {

    private static final Path SOURCES = Path.of("src/test/java/multvae/examples");

    @TempDir
    private Path directory;

    @Test
    void the_documentations_java_is_in_the_examples() throws Exception {
        String sources = withoutSpace(Files.readString(SOURCES.resolve("PlainJava.java"))
                + Files.readString(SOURCES.resolve("RecommendationService.java")));
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/recommend.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertThat(blocks).hasSize(2).allSatisfy(block -> assertThat(sources).contains(withoutSpace(block)));
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }

    @Test
    void the_plain_example_prints_its_recommendations() throws Exception {
        Path bundle = Bundles.byHand(directory);
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            PlainJava.print(bundle);
        } finally {
            System.setOut(before);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines().toList())
                .startsWith("Heat (1986) 2.5", " 1.0")
                .last()
                .asString()
                .startsWith("false [Recommendation[itemId=40, title=, score=2.828");
    }

    @Test
    void the_service_recommends_what_is_in_stock() throws Exception {
        try (RecommendationService service = new RecommendationService(Bundles.byHand(directory))) {
            assertThat(service.forBasket(List.of(10L), List.of(10L, 20L, 40L)))
                    .extracting(Recommendation::itemId)
                    .containsExactly(40L, 20L);
        }
    }
}
