package multvae.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import multvae.io.FileHash;
import multvae.matrix.ItemCounts;
import multvae.matrix.ItemIndex;
import multvae.model.Initializer;
import multvae.model.Parameters;
import multvae.model.SeededRandomness;
import multvae.model.TrainedModel;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;
import org.nd4j.linalg.factory.Nd4j;

/** Bundles of models that were not trained. */
public final class Bundles {

    private Bundles() {}

    /**
     * Items 10 "Heat (1995)", 20 "Casino (1995)", 30 "Heat (1986)" and 40, without a title, had by 5, 9, 2 and 5 train
     * users; a Mult-DAE with two latent units and relu. With likes of L2 norm 1,
     *
     * <pre>
     *   h = relu(x10 + x30, x20 + x30)
     *   logits = (0, 0, 2 h1 + h2 + 0.5, h1 + 3 h2)
     * </pre>
     */
    public static Path byHand(Path directory) throws IOException {
        Architecture architecture = architecture(ModelType.MULT_DAE, 4, List.of(2), List.of(2), Activation.RELU);
        Parameters parameters = Initializer.initialize(architecture, new SeededRandomness(0));
        parameters.get("q0.weight").assign(Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}, {1, 1}, {0, 0}}));
        parameters.get("q0.bias").assign(0);
        parameters.get("p0.weight").assign(Nd4j.createFromArray(new float[][] {{0, 0}, {0, 0}, {2, 1}, {1, 3}}));
        parameters.get("p0.bias").assign(Nd4j.createFromArray(0f, 0f, 0.5f, 0f));
        Map<Long, String> titles = Map.of(10L, "Heat (1995)", 20L, "Casino (1995)", 30L, "Heat (1986)");
        return write(directory, architecture, parameters, ItemIndex.of(new long[] {10, 20, 30, 40}, titles), new int[] {
            5, 9, 2, 5
        });
    }

    /** A Mult-VAE of random weights; item i has the id 3 i + 1, the title "Film i (2000)" and i mod 50 train users. */
    public static Path random(Path directory, int items) throws IOException {
        Architecture architecture =
                architecture(ModelType.MULT_VAE, items, List.of(40, 12), List.of(12, 40), Activation.TANH);
        Parameters parameters = Initializer.initialize(architecture, new SeededRandomness(7));
        long[] ids = LongStream.range(0, items).map(i -> 3 * i + 1).toArray();
        Map<Long, String> titles =
                IntStream.range(0, items).boxed().collect(Collectors.toMap(i -> ids[i], i -> "Film " + i + " (2000)"));
        return write(
                directory,
                architecture,
                parameters,
                ItemIndex.of(ids, titles),
                IntStream.range(0, items).map(i -> i % 50).toArray());
    }

    private static Architecture architecture(
            ModelType type, int items, List<Integer> qDims, List<Integer> pDims, Activation activation) {
        return new Architecture(
                items,
                type,
                qDims,
                pDims,
                Collections.nCopies(qDims.size(), 0.0),
                Collections.nCopies(pDims.size(), 0.0),
                activation,
                0);
    }

    private static Path write(
            Path directory, Architecture architecture, Parameters parameters, ItemIndex items, int[] trainUsers)
            throws IOException {
        Files.createDirectories(directory);
        TrainedModel.save(architecture, parameters, directory.resolve("model.fb"));
        parameters.close();
        items.write(directory.resolve("items.csv"));
        ItemCounts.write(directory.resolve("popularity.csv"), trainUsers);
        Map<String, Object> configuration = Map.of(
                "model.type",
                architecture.type() == ModelType.MULT_VAE ? "mult-vae" : "mult-dae",
                "model.qDims",
                architecture.qDims(),
                "model.pDims",
                architecture.pDims(),
                "model.activation",
                architecture.activation() == Activation.TANH ? "tanh" : "relu",
                "model.itemLayers",
                "sparse");
        describe(directory, configuration);
        return directory;
    }

    /** Writes a bundle.json that is right about the files that are there. */
    static void describe(Path directory, Map<String, Object> configuration) throws IOException {
        TreeMap<String, FileHash> files = new TreeMap<>();
        for (String name : List.of("model.fb", "items.csv", "popularity.csv")) {
            files.put(name, FileHash.of(directory.resolve(name)));
        }
        BundleFile file = new BundleFile(
                files.get("model.fb").sha256().substring(0, 12), new TreeMap<>(), new TreeMap<>(configuration), files);
        Files.writeString(directory.resolve("bundle.json"), file.text());
    }
}
