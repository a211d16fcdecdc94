/// # 2. The model
///
/// Mult-VAE: an encoder from a user's items to a normal distribution over z, and a decoder from z to a multinomial
/// distribution over the items.
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import multvae.config.*;
import multvae.matrix.*;
import multvae.ratings.*;
import multvae.split.*;
import multvae.weights.*;
import multvae.model.*;
import multvae.training.*;

Path directory = Path.of("runs/notebooks");
CsrMatrix train = CsrFile.read(directory.resolve("train.npz"));
Settings settings = Settings.load(Path.of("conf/quickstart.conf"), Map.of("train.epochs", "1", "train.batchSize", "100"), List.of("ml-latest-small"));
Architecture architecture = settings.model().architecture(train.columns());
architecture.description().forEach(System.out::println);
System.out.println(architecture.parameterCount() + " parameters");

/// Mult-DAE has one hidden layer, no distribution over it, and a penalty on the weights instead of the KL divergence.
Settings dae = Settings.load(Path.of("conf/quickstart.conf"), Map.of("model.type", "mult-dae"), List.of("ml-latest-small"));
dae.model().architecture(train.columns()).description().forEach(System.out::println);

/// One epoch first, to see that it learns at all: the loss of a batch, before it was learnt from.
TrainingData data = new TrainingData(train,
        CsrFile.read(directory.resolve("validation-fold-in.npz")),
        CsrFile.read(directory.resolve("validation-held-out.npz")));
TrainingProgress progress = new TrainingProgress() {
    public void stepDone(int users, LossTerms loss, double beta) {
        System.out.printf(Locale.ROOT, "%d users: nll %.1f, kl %.2f, beta %.4f%n", users, loss.nll(), loss.kl(), beta);
    }
    public void epochDone(History.Epoch result, double seconds) {
        System.out.printf(Locale.ROOT, "valid loss %.1f | n100 %.3f | r20 %.3f | r50 %.3f%n",
                result.validation().loss().loss(), result.validation().ndcg100(),
                result.validation().recall20(), result.validation().recall50());
    }
};
Autoencoder.train(data, settings.model(), settings.train(), progress).close();
