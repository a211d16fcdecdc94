package multvae.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import multvae.config.Settings;
import multvae.matrix.CsrMatrix;
import multvae.training.Autoencoder;
import multvae.training.TrainingData;

/** The example of training in docs/library.md. */
final class TrainingFromJava {

    private TrainingFromJava() {}

    static double train(CsrMatrix train, CsrMatrix foldIn, CsrMatrix heldOut, Path directory) throws IOException {
        Settings settings = Settings.defaults(Map.of("train.batchSize", "10", "train.epochs", "50"));
        TrainingData data = new TrainingData(train, foldIn, heldOut);
        try (Autoencoder model = Autoencoder.train(data, settings.model(), settings.train())) {
            model.save(directory);
            return model.history().best().validation().ndcg100();
        }
    }
}
