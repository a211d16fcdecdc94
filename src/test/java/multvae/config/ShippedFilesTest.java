package multvae.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of conf/ and docs/configuration.md, held to the reference. */
final class ShippedFilesTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-zA-Z.]+)` \\| (.+?) \\| `(.+?)` \\| (.+) \\|$");

    static Stream<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("conf"))) {
            return files.toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void a_file_loads_says_on_top_what_it_is_for_and_repeats_no_default(Path file) throws IOException {
        Settings settings = Settings.load(file, Map.of(), LoadedText.DATASETS);

        String name = file.getFileName().toString();
        assertThat(settings.runDirectory()).isEqualTo(Path.of("runs", name.replace(".conf", "")));
        assertThat(Files.readString(file)).startsWith("# ");
        Reference reference = Reference.load();
        for (Map.Entry<String, ConfigValue> entry :
                HoconFile.parse(file, reference, new Sources(false)).entrySet()) {
            assertThat(Reference.text(entry.getValue()).replace("\"", ""))
                    .as(entry.getKey())
                    .isNotEqualTo(plainDefault(reference, entry.getKey()));
        }
    }

    @Test
    void the_run_on_ml_20m_is_that_of_the_paper() {
        Settings settings = Settings.load(Path.of("conf/ml20m.conf"), Map.of(), LoadedText.DATASETS);

        assertThat(settings.data().dataset()).contains("ml-20m");
        assertThat(settings.preprocess().heldOutUsers()).hasValue(10_000);
        assertThat(settings.train().epochs()).isEqualTo(200);
        assertThat(settings.train().batchSize()).isEqualTo(500);
        assertThat(settings.train().anneal().cap()).isEqualTo(0.2);
        assertThat(settings.train().anneal().totalSteps()).isEqualTo(OptionalLong.of(200_000));
    }

    @Test
    void the_document_has_every_key_in_order_with_its_default() throws IOException {
        Reference reference = Reference.load();
        List<String> expected = new ArrayList<>();
        for (String key : reference.keys()) {
            expected.add(key + " = " + plainDefault(reference, key));
        }

        List<MatchResult> rows = ROW.matcher(Files.readString(Path.of("docs/configuration.md")))
                .results()
                .toList();

        assertThat(rows.stream().map(row -> row.group(1) + " = " + row.group(3)).toList())
                .isEqualTo(expected);
    }

    private static String plainDefault(Reference reference, String key) {
        return reference.config().getIsNull(key)
                ? "null"
                : Reference.text(reference.config().getValue(key)).replace("\"", "");
    }
}
