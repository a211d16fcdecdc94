package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import multvae.serving.Answer;
import multvae.serving.Query;
import multvae.serving.Recommendation;
import multvae.serving.Recommender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The artifact alone recommends. The bundle's model is written down where this project's own tests make it. */
final class ConsumerTest {

    @Test
    void a_bundle_opens_and_recommends_with_reasons() throws Exception {
        try (Recommender recommender = Recommender.open(Path.of("bundle"))) {
            List<Recommendation> best = recommender.recommend(List.of("10"), 2);
            assertEquals(
                    List.of(
                            new Recommendation("30", "Heat (1986)", List.of(), 2.5, List.of()),
                            new Recommendation("40", "", List.of(), 1, List.of())),
                    best);
            Answer answer = recommender.recommend(Query.of(List.of("10", "20"), 1).explained());
            assertEquals("20", answer.recommendations().get(0).why().get(0).itemId());
            assertEquals(2, recommender.items().find("heat", 10).size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.nd4j.linalg.factory.Nd4j",
                "org.bytedeco.javacpp.Loader",
                "org.deeplearning4j.core.storage.StatsStorage",
                "org.mapdb.DB",
                "com.google.common.collect.Lists",
                "kotlin.Unit",
                "org.eclipse.jetty.server.Server",
                "io.prometheus.metrics.core.metrics.Counter",
                "com.github.mustachejava.Mustache",
                "ch.qos.logback.classic.Logger",
                "com.typesafe.config.Config",
                "picocli.CommandLine",
                "me.tongfei.progressbar.ProgressBar"
            })
    void what_only_the_program_needs_is_not_on_the_class_path(String type) {
        assertThrows(ClassNotFoundException.class, () -> Class.forName(type));
    }

    @Test
    void the_applications_logging_is_left_alone() {
        assertNull(Recommender.class.getResource("/logback.xml"));
        String jar = Recommender.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        assertTrue(jar.endsWith(".jar"), jar);
    }

    /** Who uses the library passes it on, perhaps commercially. */
    @Test
    void the_jar_has_its_licence_and_no_data_under_other_terms() throws Exception {
        try (JarFile jar = new JarFile(jarOf(Recommender.class).toFile())) {
            assertNotNull(jar.getEntry("META-INF/LICENSE"));
            assertTrue(jar.stream().noneMatch(entry -> entry.getName().endsWith(".csv")));
        }
    }

    /** The modules that docs/library.md names suffice. */
    @Test
    void an_application_of_modules_recommends() throws Exception {
        try (JarFile jar = new JarFile(jarOf(Recommender.class).toFile())) {
            assertEquals("multvae", jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
        }
        Path[] jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .toArray(Path[]::new);
        Configuration modules = ModuleLayer.boot()
                .configuration()
                .resolve(
                        ModuleFinder.of(jars),
                        ModuleFinder.of(),
                        Set.of(
                                "multvae",
                                "com.fasterxml.jackson.databind",
                                "org.apache.commons.csv",
                                "org.apache.commons.text"));
        ClassLoader loader = ModuleLayer.boot()
                .defineModulesWithOneLoader(modules, ClassLoader.getPlatformClassLoader())
                .findLoader("multvae");
        Class<?> type = loader.loadClass(Recommender.class.getName());
        assertTrue(type.getModule().isNamed());
        try (AutoCloseable recommender =
                (AutoCloseable) type.getMethod("open", Path.class).invoke(null, Path.of("bundle"))) {
            List<?> best = (List<?>) type.getMethod("recommend", Collection.class, int.class)
                    .invoke(recommender, List.of("10"), 2);
            assertEquals("Heat (1986)", best.get(0).getClass().getMethod("title").invoke(best.get(0)));
            Object items = type.getMethod("items").invoke(recommender);
            Object found = items.getClass().getMethod("find", String.class, int.class).invoke(items, "heta", 10);
            assertEquals(2, ((List<?>) found).size());
        }
    }

    private static Path jarOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
