package multvae.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the table of docs/architecture.md: which package may use which. */
@AnalyzeClasses(packages = "multvae", importOptions = ImportOption.DoNotIncludeTests.class)
final class PackagesTest {

    @ArchTest
    static final ArchRule packages_import_only_what_the_table_allows = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("error")
            .definedBy("multvae.error")
            .layer("files")
            .definedBy("multvae.files")
            .layer("config")
            .definedBy("multvae.config")
            .layer("pipeline")
            .definedBy("multvae.pipeline")
            .layer("data")
            .definedBy("multvae.data")
            .layer("download")
            .definedBy("multvae.download")
            .layer("evaluation")
            .definedBy("multvae.evaluation")
            .layer("baselines")
            .definedBy("multvae.baselines")
            .layer("model")
            .definedBy("multvae.model")
            .layer("training")
            .definedBy("multvae.training")
            .layer("bench")
            .definedBy("multvae.bench")
            .layer("report")
            .definedBy("multvae.report")
            .layer("stages")
            .definedBy("multvae.stages")
            .layer("sweep")
            .definedBy("multvae.sweep")
            .layer("inspect")
            .definedBy("multvae.inspect")
            .layer("serving")
            .definedBy("multvae.serving")
            .layer("notebook")
            .definedBy("multvae.notebook")
            .layer("server")
            .definedBy("multvae.server")
            .layer("cli")
            .definedBy("multvae.cli")
            .whereLayer("error")
            .mayNotAccessAnyLayer()
            .whereLayer("files")
            .mayNotAccessAnyLayer()
            .whereLayer("config")
            .mayOnlyAccessLayers("error")
            .whereLayer("pipeline")
            .mayOnlyAccessLayers("error", "files")
            .whereLayer("data")
            .mayOnlyAccessLayers("error", "config")
            .whereLayer("download")
            .mayOnlyAccessLayers("error", "config", "data")
            .whereLayer("evaluation")
            .mayOnlyAccessLayers("error", "config", "data")
            .whereLayer("baselines")
            .mayOnlyAccessLayers("error", "config", "data", "evaluation")
            .whereLayer("model")
            .mayOnlyAccessLayers("error", "config", "data", "evaluation")
            .whereLayer("training")
            .mayOnlyAccessLayers("error", "files", "config", "data", "evaluation", "model")
            .whereLayer("bench")
            .mayOnlyAccessLayers("error", "config", "data", "evaluation", "model", "training")
            .whereLayer("report")
            .mayOnlyAccessLayers("error", "data", "model", "training")
            .whereLayer("sweep")
            .mayOnlyAccessLayers("error", "files", "config", "pipeline", "data", "model", "training", "report")
            .whereLayer("stages")
            .mayOnlyBeAccessedByLayers("inspect", "serving", "cli")
            .whereLayer("inspect")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("serving")
            .mayOnlyAccessLayers(
                    "error", "files", "config", "pipeline", "data", "evaluation", "model", "training", "stages")
            .whereLayer("notebook")
            .mayOnlyAccessLayers("error")
            .whereLayer("server")
            .mayOnlyAccessLayers("error", "serving")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer();

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
}
