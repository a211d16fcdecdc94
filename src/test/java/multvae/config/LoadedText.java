package multvae.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import multvae.io.UserError;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Loads configurations that a test has as text, from a file {@code x.conf} with a relative path. */
final class LoadedText {

    static final List<String> DATASETS = List.of("ml-latest-small", "ml-100k", "ml-1m", "ml-10m", "ml-20m");

    private final Path file;

    LoadedText(Path directory) {
        this.file = Path.of("")
                .toAbsolutePath()
                .relativize(directory.toAbsolutePath())
                .resolve("x.conf");
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(file.resolveSibling(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Settings load(String text, Map<String, String> overrides) {
        return Settings.load(write("x.conf", text), overrides, DATASETS);
    }

    Settings loadTrusted(String text) {
        return Settings.loadTrusted(write("x.conf", text), Map.of(), DATASETS);
    }

    /** The lines that a user would see, the test's directory cut off. */
    List<String> problems(String text, Map<String, String> overrides) {
        return problems(() -> load(text, overrides));
    }

    /** The same of a trusted file. */
    List<String> problemsIfTrusted(String text) {
        return problems(() -> loadTrusted(text));
    }

    /** The same of what is there already. */
    List<String> problemsOfFile() {
        return problems(() -> Settings.load(file, Map.of(), DATASETS));
    }

    private List<String> problems(ThrowingCallable load) {
        UserError error = catchThrowableOfType(UserError.class, load);
        if (error == null) {
            return List.of();
        }
        return error.getMessage().replace(file.getParent() + "/", "").lines().toList();
    }
}
