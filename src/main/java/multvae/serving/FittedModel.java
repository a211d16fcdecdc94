package multvae.serving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SortedMap;
import multvae.io.FileHash;
import multvae.io.Json;

/**
 * A model that is fitted to a run's data when it is asked for, and no stage of the run: a baseline.
 *
 * @param name of the model, as configurations have it
 * @param configuration what it is fitted with, by dotted key
 * @param version of the rules that it is fitted by
 * @param fit writes its weights.safetensors
 */
public record FittedModel(String name, SortedMap<String, Object> configuration, int version, Fit fit) {

    /** Fits a model. */
    @FunctionalInterface
    public interface Fit {

        /**
         * Fits the model and writes it.
         *
         * @param file that it is written to
         * @throws multvae.io.UserError if it cannot be fitted
         */
        void write(Path file) throws IOException;
    }

    private record Identity(int version, SortedMap<String, Object> configuration) {}

    /** Changes with what the model is fitted with. */
    String fingerprint() {
        return FileHash.sha256(
                Json.canonical(new Identity(version, configuration)).getBytes(StandardCharsets.UTF_8));
    }
}
