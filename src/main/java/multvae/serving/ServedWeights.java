package multvae.serving;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import multvae.io.FileHash;
import multvae.io.UserError;
import multvae.linear.LinearFile;
import multvae.linear.LinearScorer;
import multvae.weights.HistoryScorer;
import multvae.weights.WeightsFile;

/**
 * What a weights.safetensors has: an autoencoder or a linear model.
 *
 * @param hash of the bytes that were read
 */
record ServedWeights(HistoryScorer scorer, FileHash hash) {

    /**
     * Reads a model.
     *
     * @param remedy what to do if the file is no such file
     * @throws UserError if it is not, or cannot be read
     */
    static ServedWeights read(Path file, String remedy) throws IOException {
        Optional<LinearFile.Content> linear = LinearFile.read(file, remedy);
        if (linear.isPresent()) {
            return new ServedWeights(
                    new LinearScorer(linear.get().model(), file), linear.get().hash());
        }
        WeightsFile.Content content = WeightsFile.read(file, remedy);
        return new ServedWeights(content.scorer(), content.hash());
    }
}
