package multvae.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import multvae.io.FileHash;
import multvae.linear.LinearFile;
import multvae.matrix.ItemCounts;
import multvae.matrix.ItemIndex;
import multvae.testing.Ids;
import multvae.testing.Tensors;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.Layer;
import multvae.weights.Architecture.ModelType;
import multvae.weights.WeightsFile;

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
        return byHand(directory, Map.of("10", "Heat (1995)", "20", "Casino (1995)", "30", "Heat (1986)"));
    }

    /** The same items with EASE: what item 10 adds to each; the others add nothing. */
    public static Path ease(Path directory, float[] ofItem10) throws IOException {
        Files.createDirectories(directory);
        LinearFile.write(
                directory.resolve("weights.safetensors"),
                LinearFile.Kind.EASE,
                4,
                row -> row == 0 ? ofItem10 : new float[4]);
        Map<String, String> titles = Map.of("10", "Heat (1995)", "20", "Casino (1995)", "30", "Heat (1986)");
        return complete(directory, ItemIndex.of(Ids.of(10, 20, 30, 40), titles, Map.of()), new int[] {5, 9, 2, 5});
    }

    /** The same with other titles, by raw id. */
    public static Path byHand(Path directory, Map<String, String> titles) throws IOException {
        return byHand(directory, titles, Map.of());
    }

    /** The same with other titles and with genres, by raw id. */
    public static Path byHand(Path directory, Map<String, String> titles, Map<String, String> genres)
            throws IOException {
        Map<String, float[]> weights = Map.of(
                "q0.weight", new float[] {1, 0, 0, 1, 1, 1, 0, 0},
                "q0.bias", new float[] {0, 0},
                "p0.weight", new float[] {0, 0, 0, 0, 2, 1, 1, 3},
                "p0.bias", new float[] {0, 0, 0.5f, 0});
        return write(
                directory,
                architecture(ModelType.MULT_DAE, 4, List.of(2), List.of(2), Activation.RELU),
                weights,
                ItemIndex.of(Ids.of(10, 20, 30, 40), titles, genres),
                new int[] {5, 9, 2, 5});
    }

    /** A Mult-VAE of random weights; item i has the id 3 i + 1, the title "Film i (2000)" and i mod 50 train users. */
    public static Path random(Path directory, int items) throws IOException {
        long[] ids = LongStream.range(0, items).map(i -> 3 * i + 1).toArray();
        Map<String, String> titles = IntStream.range(0, items)
                .boxed()
                .collect(Collectors.toMap(i -> String.valueOf(ids[i]), i -> "Film " + i + " (2000)"));
        return write(
                directory,
                randomArchitecture(items),
                randomWeights(items),
                ItemIndex.of(Ids.of(ids), titles, Map.of()),
                IntStream.range(0, items).map(i -> i % 50).toArray());
    }

    /** That of the {@link #random} bundle. */
    static Architecture randomArchitecture(int items) {
        return architecture(ModelType.MULT_VAE, items, List.of(40, 12), List.of(12, 40), Activation.TANH);
    }

    /** Those of the {@link #random} bundle, by parameter: as large as Xavier's initialisation makes them. */
    static Map<String, float[]> randomWeights(int items) {
        Random random = new Random(7);
        Map<String, float[]> weights = new HashMap<>();
        for (Layer layer : randomArchitecture(items).layers()) {
            double scale = Math.sqrt(2.0 / (layer.in() + layer.out()));
            weights.put(layer.weight(), gaussian(random, layer.in() * layer.out(), scale));
            weights.put(layer.bias(), gaussian(random, layer.out(), 0.001));
        }
        return weights;
    }

    private static float[] gaussian(Random random, int count, double scale) {
        float[] values = new float[count];
        for (int k = 0; k < count; k++) {
            values[k] = (float) (scale * random.nextGaussian());
        }
        return values;
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
            Path directory, Architecture architecture, Map<String, float[]> weights, ItemIndex items, int[] trainUsers)
            throws IOException {
        Files.createDirectories(directory);
        WeightsFile.write(
                directory.resolve("weights.safetensors"), architecture, name -> Tensors.elements(weights.get(name)));
        return complete(directory, items, trainUsers);
    }

    private static Path complete(Path directory, ItemIndex items, int[] trainUsers) throws IOException {
        items.write(directory.resolve("items.csv"));
        ItemCounts.write(directory.resolve("popularity.csv"), trainUsers);
        describe(directory);
        return directory;
    }

    /** Writes a bundle.json that is right about the files that are there. */
    static void describe(Path directory) throws IOException {
        describe(directory, new TreeMap<>());
    }

    /** The same, with what the model was made with. */
    static void describe(Path directory, SortedMap<String, Object> configuration) throws IOException {
        TreeMap<String, FileHash> files = new TreeMap<>();
        for (String name : List.of("weights.safetensors", "items.csv", "popularity.csv")) {
            files.put(name, FileHash.of(directory.resolve(name)));
        }
        Bundle.Description description = new Bundle.Description(
                files.get("weights.safetensors").sha256().substring(0, 12), new TreeMap<>(), configuration, files);
        Path file = directory.resolve("bundle.json");
        Files.writeString(file, description.text(file));
    }
}
