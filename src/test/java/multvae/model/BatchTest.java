package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import multvae.config.ModelSettings.ItemLayers;
import multvae.matrix.CsrMatrix;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two forms of a batch, and that neither can be taken for the other. */
final class BatchTest {

    private static final CsrMatrix MATRIX = new CsrMatrix(5, new int[] {0, 2, 5}, new int[] {0, 3, 1, 2, 4});

    private static final Architecture ARCHITECTURE = new Architecture(
            5,
            ModelType.MULT_VAE,
            List.of(4, 2),
            List.of(2, 4),
            List.of(0.5, 0.3),
            List.of(0.2, 0.2),
            Activation.TANH,
            0);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void an_evaluation_after_training_steps_has_no_dropout_no_noise_and_no_beta(ItemLayers form) {
        try (Parameters parameters = Parameters.initial(ARCHITECTURE, new Randomness.Seeded(1))) {
            float[] fresh = new float[10];
            float[] later = new float[10];
            LossTerms expected;
            try (Network network = Network.of(form, ARCHITECTURE, parameters);
                    ModelScorer scorer = new ModelScorer(network)) {
                expected = scorer.evaluate(MATRIX, 0, 2, fresh);
            }
            try (Network network = Network.of(form, ARCHITECTURE, parameters);
                    ModelScorer scorer = new ModelScorer(network);
                    Batch.Training training = network.trainingBatch(2)) {
                training.fill(MATRIX, new int[] {1, 0}, 0, Half.BOTH, 3, 0, new Randomness.Seeded(2));
                training.features().getFeatures(Batch.Training.BETA_FEATURE).assign(0.7);
                network.differentiate(training);
                assertThat(scorer.evaluate(MATRIX, 0, 2, later)).isEqualTo(expected);
            }
            assertThat(later).containsExactly(fresh);
            assertThat(expected.kl()).isPositive();
            assertThat(expected.loss()).isEqualTo(expected.nll());
        }
    }

    @Test
    void beta_is_the_double_that_was_set_and_the_loss_has_the_graphs_float() {
        try (Batch.Training batch = new Batch.Training(2, ARCHITECTURE, false, OptionalInt.empty())) {
            batch.features().getFeatures(Batch.Training.BETA_FEATURE).assign(0.1);
            assertThat(batch.beta()).isEqualTo(0.1);
            assertThat(batch.placeholders().get(LossGraph.ANNEAL).getFloat(0)).isEqualTo(0.1f);
            assertThat(batch.loss(5, 2, 1).loss()).isEqualTo(5 + 2 * (double) 0.1f + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "network.score(training, scores);",
                "network.evaluate(training, scores);",
                "network.differentiate(evaluation);",
                "training.fill(matrix, 0);",
                "evaluation.features();"
            })
    void a_batch_of_the_other_form_does_not_compile(String statement) {
        assertThat(errors(statement)).hasSize(1);
    }

    @Test
    void a_batch_of_the_right_form_compiles() {
        assertThat(errors("network.score(evaluation, scores); network.evaluate(evaluation, scores);"
                        + " network.differentiate(training); evaluation.fill(matrix, 0); training.features();"))
                .isEmpty();
    }

    private List<String> errors(String statements) {
        String source = "package multvae.model; class Use { void use(Network network, Batch.Training training,"
                + " Batch.Evaluation evaluation, multvae.matrix.CsrMatrix matrix, float[] scores) { "
                + statements + " } }";
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Use.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options =
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", directory.toString());
        compiler.getTask(null, null, diagnostics, options, null, List.of(file)).call();
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                .toList();
    }
}
