package multvae.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import multvae.config.ModelSettings.ItemLayers;
import multvae.io.NamedFile;
import multvae.io.UserError;
import multvae.weights.Architecture;
import multvae.weights.WeightsFile;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A trained model's files: {@code weights.safetensors} has the weights ({@link WeightsFile}); {@code model.fb} is the whole
 * graph with them, which plain {@code SameDiff.load} opens, for programs that have nothing of ours. SameDiff writes no graph above
 * 1 GB.
 */
public final class TrainedModel implements AutoCloseable {

    private static final String REMEDY = "run train again";
    private static final int COPIES_OF_LARGEST = 3; // as measured
    private static final int GRAPH_BYTES =
            1 << 16; // the operations: model.fb is less than this larger than its weights
    private static final long MOST_BYTES = 1L << 30; // that SameDiff's writer, FlatBuffers, has room for

    private final Architecture architecture;
    private final Parameters parameters;
    private final List<Network> networks = new ArrayList<>();

    private TrainedModel(Architecture architecture, Parameters parameters) {
        this.architecture = architecture;
        this.parameters = parameters;
    }

    /**
     * Writes the graph; if it is too large for SameDiff, a line of text that says so.
     *
     * @return that line; nothing if the graph is written
     */
    public static Optional<String> save(Architecture architecture, Parameters parameters, Path file) {
        if (bytes(architecture) > MOST_BYTES) {
            String line = String.format(
                    Locale.ROOT,
                    "no graph: with its weights it has %,d bytes, and SameDiff writes at most %,d; weights.safetensors has them all",
                    bytes(architecture),
                    MOST_BYTES);
            return Optional.of(write(line, file));
        }
        try {
            LossGraph.whole(architecture, parameters, DataType.FLOAT).save(file.toFile(), false);
        } catch (RuntimeException e) { // SameDiff's, around what the file system says
            if (e.getCause() instanceof IOException io) {
                throw new UncheckedIOException(NamedFile.failure(file, io));
            }
            throw e;
        }
        return Optional.empty();
    }

    private static String write(String line, Path file) {
        try {
            Files.writeString(file, line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(NamedFile.failure(file, e));
        }
        return line;
    }

    private static long bytes(Architecture architecture) {
        return Float.BYTES * architecture.parameterCount() + GRAPH_BYTES;
    }

    /**
     * What {@link #save} takes of Java's heap at once, in bytes, without the parameters themselves: SameDiff writes into an
     * array that it doubles until all fits, so an old and a new one are there at a time, and copies of the largest parameter.
     */
    public static long heapToSave(Architecture architecture) {
        long bytes = bytes(architecture);
        if (bytes > MOST_BYTES) {
            return 0;
        }
        long doubled = Long.highestOneBit(Math.max(1, bytes - 1)) << 1;
        return doubled + doubled / 2 + COPIES_OF_LARGEST * largest(architecture);
    }

    private static long largest(Architecture architecture) {
        return Float.BYTES * Math.max(architecture.firstLayerWeights(), architecture.lastLayerWeights());
    }

    /** Writes the weights alone. */
    public static void saveWeights(Architecture architecture, Parameters parameters, Path file) {
        WeightsFile.write(file, architecture, name -> HostFloats.readable(parameters.get(name))::get);
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
