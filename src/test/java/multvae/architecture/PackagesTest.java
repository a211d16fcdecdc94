package multvae.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.ObjectInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.nd4j.autodiff.samediff.SameDiff;

/** Holds the table of docs/architecture.md: which package imports which, neither more nor less. */
@AnalyzeClasses(packages = "multvae", importOptions = ImportOption.DoNotIncludeTests.class)
final class PackagesTest {

    /** {@code | name | what it is | imports |}, in the table of packages. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|[^|]*\\| ([^|]*) \\|$");

    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @ArchTest
    static void packages_import_exactly_what_the_table_says(JavaClasses classes) throws IOException {
        SortedMap<String, SortedSet<String>> table = new TreeMap<>();
        String text = Files.readString(Path.of("docs/architecture.md"));
        ROW.matcher(text).results().forEach(row -> table.put(row.group(1), names(row)));

        SortedMap<String, SortedSet<String>> code = new TreeMap<>();
        for (JavaClass type : classes) {
            SortedSet<String> imports = code.computeIfAbsent(room(type), name -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith("multvae.")
                        && !room(target).equals(room(type))) {
                    imports.add(room(target));
                }
            }
        }
        assertThat(code).isEqualTo(table);
    }

    private static SortedSet<String> names(MatchResult row) {
        SortedSet<String> names = new TreeSet<>();
        NAME.matcher(row.group(2)).results().forEach(name -> names.add(name.group(1)));
        return names;
    }

    private static String room(JavaClass type) {
        return type.getPackageName().split("\\.", -1)[1];
    }

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("multvae.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule only_model_training_and_baselines_know_nd4j = noClasses()
            .that()
            .resideOutsideOfPackages("multvae.model", "multvae.training", "multvae.baselines")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..");

    @ArchTest
    static final ArchRule only_config_knows_typesafe_config = noClasses()
            .that()
            .resideOutsideOfPackage("multvae.config")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.typesafe.config..");

    /** A team that only recommends needs neither native code nor a server, nor another's logging. */
    @ArchTest
    static final ArchRule the_library_and_what_it_uses_need_nothing_heavy = noClasses()
            .that()
            .resideInAnyPackage("multvae.serving", "multvae.weights", "multvae.linear")
            .should()
            .transitivelyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.nd4j..",
                    "org.deeplearning4j..",
                    "org.bytedeco..",
                    "org.eclipse.jetty..",
                    "com.github.mustachejava..",
                    "ch.qos.logback..",
                    "com.typesafe..",
                    "picocli..");

    @ArchTest
    static final ArchRule only_server_knows_jetty = noClasses()
            .that()
            .resideOutsideOfPackage("multvae.server")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.jetty..");

    @ArchTest
    static final ArchRule only_spark_knows_spark = noClasses()
            .that()
            .resideOutsideOfPackage("multvae.spark")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

    @ArchTest
    static final ArchRule only_ratings_knows_databases = noClasses()
            .that()
            .resideOutsideOfPackage("multvae.ratings")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.sql..");

    /** Any JDBC driver will do: none is named by its classes. */
    @ArchTest
    static final ArchRule nobody_knows_a_driver =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.duckdb..", "org.postgresql..");

    /** What they read names classes, and whoever wrote it chooses which. */
    @ArchTest
    static final ArchRule nothing_reads_a_graph_or_an_object_from_a_file = noClasses()
            .should()
            .callMethodWhere(target(owner(type(SameDiff.class))).and(target(nameMatching("load|fromFlat.*"))))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ObjectInput.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(JsonTypeInfo.class);

    /** A text of a file's reaches a terminal through Output or the log, which let no control character through. */
    @ArchTest
    static final ArchRule only_output_prints = noClasses()
            .that()
            .resideInAnyPackage("multvae..")
            .and()
            .doNotHaveFullyQualifiedName("multvae.cli.Output")
            .and()
            .doNotHaveFullyQualifiedName("multvae.cli.Commands") // asks whether all of it was written
            .and()
            .doNotHaveFullyQualifiedName("multvae.cli.NotebookCommand") // prints what the user's own script prints
            .and()
            .doNotHaveFullyQualifiedName("multvae.notebook.Notebook")
            .and()
            .doNotHaveFullyQualifiedName("multvae.model.LossGraph") // silences ND4J
            .should()
            .accessField(System.class, "out");
}
