package multvae.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import multvae.config.ModelSettings.ItemLayers;
import multvae.io.NamedFile;
import multvae.io.UserError;
import multvae.weights.Architecture;
import multvae.weights.WeightsFile;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained model's files: {@code weights.safetensors} has the weights ({@link WeightsFile}); {@code model.fb} is the whole
 * graph with them, which plain {@code SameDiff.load} opens, for programs that have nothing of ours.
 */
public final class TrainedModel implements AutoCloseable {

    private static final String REMEDY = "run train again";
    private static final int COPIES_OF_LARGEST = 3; // as measured
    private static final int GRAPH_BYTES =
            1 << 16; // the operations: model.fb is less than this larger than its weights

    private final Architecture architecture;
    private final Parameters parameters;
    private final List<Network> networks = new ArrayList<>();

    private TrainedModel(Architecture architecture, Parameters parameters) {
        this.architecture = architecture;
        this.parameters = parameters;
    }

    /** Writes the graph. */
    public static void save(Architecture architecture, Parameters parameters, Path file) {
        try {
            LossGraph.whole(architecture, parameters, DataType.FLOAT).save(file.toFile(), false);
        } catch (RuntimeException e) { // SameDiff's, around what the file system says
            if (e.getCause() instanceof IOException io) {
                throw new UncheckedIOException(NamedFile.failure(file, io));
            }
            throw e;
        }
    }

    /**
     * What {@link #save} takes of Java's heap at once, in bytes, without the parameters themselves: SameDiff writes into an
     * array that it doubles until all fits, so an old and a new one are there at a time, and copies of the largest parameter.
     */
    public static long heapToSave(Architecture architecture) {
        long bytes = Float.BYTES * architecture.parameterCount() + GRAPH_BYTES;
        long doubled = Long.highestOneBit(Math.max(1, bytes - 1)) << 1;
        return doubled + doubled / 2 + COPIES_OF_LARGEST * largest(architecture);
    }

    private static long largest(Architecture architecture) {
        return Float.BYTES * Math.max(architecture.firstLayerWeights(), architecture.lastLayerWeights());
    }

    /** Writes the weights alone. */
    public static void saveWeights(Architecture architecture, Parameters parameters, Path file) {
        WeightsFile.write(file, architecture, name -> {
            INDArray parameter = parameters.get(name);
            return HostFloats.readable(parameter).slice(0, (int) parameter.length());
        });
    }

    /**
     * Opens the model of a file of weights. The graph is built here, from the architecture: nothing of ours reads model.fb, in
     * which a stranger may name any class for SameDiff to load.
     *
     * @param weights what {@link #saveWeights} wrote
     * @param architecture the layers that it must have
     * @throws UserError if the file is not such a file, has other layers, or a value that is not finite
     */
    public static TrainedModel open(Path weights, Architecture architecture) throws IOException {
        List<Parameters> made = new ArrayList<>();
        try {
            WeightsFile.read(
                    weights,
                    architecture,
                    () -> {
                        requireAddressable(weights, architecture);
                        NativeLibraries.requireRoom(weights.toString(), Float.BYTES * architecture.parameterCount());
                        made.add(Parameters.zeros(architecture, DataType.FLOAT));
                        return made.get(0)::read;
                    },
                    REMEDY);
        } catch (IOException | RuntimeException e) {
            made.forEach(Parameters::close);
            throw e;
        }
        return new TrainedModel(architecture, made.get(0));
    }

    private static void requireAddressable(Path weights, Architecture architecture) {
        long largest = Math.max(architecture.firstLayerWeights(), architecture.lastLayerWeights());
        if (largest > HostFloats.MOST_ELEMENTS) {
            throw new UserError(
                    weights.toString(),
                    "tensors of at most " + HostFloats.MOST_ELEMENTS + " elements, to evaluate them",
                    String.valueOf(largest),
                    "train a model with fewer items or narrower layers");
        }
    }

    /** A scorer that runs the model in one of its forms; it must not be used once the model is closed. */
    public ModelScorer scorer(ItemLayers itemLayers) {
        Network network = Network.of(itemLayers, architecture, parameters);
        networks.add(network);
        return new ModelScorer(network);
    }

    @Override
    public void close() {
        networks.forEach(Network::close);
        parameters.close();
    }
}
