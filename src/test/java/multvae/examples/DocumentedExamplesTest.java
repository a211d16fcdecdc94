package multvae.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import multvae.matrix.CsrMatrix;
import multvae.serving.Bundles;
import multvae.serving.Recommendation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/library.md shows compiles and does what it says. The model's numbers are those at {@link Bundles#byHand}. */
final class DocumentedExamplesTest {

    private static final Path SOURCES = Path.of("src/test/java/multvae/examples");

    @TempDir
    private Path directory;

    @Test
    void the_documentations_java_is_in_the_examples() throws Exception {
        String sources = withoutSpace(Files.readString(SOURCES.resolve("PlainJava.java"))
                + Files.readString(SOURCES.resolve("RecommendationService.java"))
                + Files.readString(SOURCES.resolve("TrainingFromJava.java"))
                + Files.readString(Path.of("src/it/spring-boot/src/main/java/shop/Shop.java")));
        assertThat(blocks().stream().filter(block -> !isModule(block)))
                .hasSize(5)
                .allSatisfy(block -> assertThat(sources).contains(withoutSpace(block)));
    }

    @Test
    void the_documented_modules_are_those_that_the_consumer_opens_a_bundle_with() throws Exception {
        String module = blocks().stream()
                .filter(DocumentedExamplesTest::isModule)
                .findFirst()
                .orElseThrow();
        String names = Pattern.compile("requires (.*?);")
                .matcher(module)
                .results()
                .map(required -> '"' + required.group(1) + '"')
                .collect(Collectors.joining(","));
        String consumer = Files.readString(Path.of("src/it/consumer/src/test/java/consumer/ConsumerTest.java"));
        assertThat(withoutSpace(consumer)).contains("Set.of(" + names + ")");
    }

    private static List<String> blocks() throws IOException {
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/library.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    private static boolean isModule(String block) {
        return block.startsWith("module ");
    }

    /** Users of two tastes, items 0 to 4 and 5 to 9: the model has to tell them apart. */
    @Test
    void the_training_example_learns_two_tastes_and_saves_the_model() throws Exception {
        int[] all = IntStream.range(0, 40)
                .flatMap(user -> IntStream.range(0, 5).map(k -> k + 5 * (user % 2)))
                .toArray();
        CsrMatrix train =
                new CsrMatrix(10, IntStream.rangeClosed(0, 40).map(u -> 5 * u).toArray(), all);
        CsrMatrix foldIn = new CsrMatrix(10, new int[] {0, 3, 6}, new int[] {0, 1, 2, 5, 6, 7});
        CsrMatrix heldOut = new CsrMatrix(10, new int[] {0, 2, 4}, new int[] {3, 4, 8, 9});
        assertThat(TrainingFromJava.train(train, foldIn, heldOut, directory.resolve("model")))
                .isEqualTo(1);
        assertThat(directory.resolve("model/weights.safetensors")).isNotEmptyFile();
    }

    /** The build that runs it knows nothing of this project's tests. */
    @Test
    void the_consumers_bundle_is_the_one_by_hand() throws Exception {
        Path made = Bundles.byHand(directory);
        for (String file : List.of("bundle.json", "items.csv", "popularity.csv", "weights.safetensors")) {
            assertThat(Path.of("src/it/consumer/bundle", file)).hasSameBinaryContentAs(made.resolve(file));
        }
    }

    @Test
    void the_documented_dependency_is_this_projects() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        for (String part : List.of("groupId", "artifactId", "version")) {
            Pattern element = Pattern.compile("<" + part + ">([^<]*)<");
            Matcher documented = element.matcher(Files.readString(Path.of("docs/library.md")));
            Matcher own = element.matcher(pom);
            assertThat(documented.find() && own.find()).isTrue();
            assertThat(documented.group(1)).as(part).isEqualTo(own.group(1));
        }
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
                .startsWith("false [Recommendation[itemId=40, title=, genres=[], score=2.828");
    }

    @Test
    void the_service_recommends_what_is_in_stock() throws Exception {
        try (RecommendationService service = new RecommendationService(Bundles.byHand(directory))) {
            assertThat(service.forBasket(List.of("10"), List.of("10", "20", "40")))
                    .extracting(Recommendation::itemId)
                    .containsExactly("40", "20");
        }
    }
}
