package multvae.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import multvae.config.ModelSettings.ItemLayers;
import multvae.io.UserError;
import multvae.weights.Architecture;
import multvae.weights.WeightsFile;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained model's files: {@code model.fb} is the whole graph with its weights, which plain {@code SameDiff.load} opens;
 * {@code weights.safetensors} has the weights alone ({@link WeightsFile}).
 */
public final class TrainedModel implements AutoCloseable {

    private static final String REMEDY = "run train again";

    private final Architecture architecture;
    private final Parameters parameters;
    private final List<Network> networks = new ArrayList<>();

    private TrainedModel(Architecture architecture, Parameters parameters) {
        this.architecture = architecture;
        this.parameters = parameters;
    }

    /** Writes the graph. */
    public static void save(Architecture architecture, Parameters parameters, Path file) {
        LossGraph.whole(architecture, parameters, DataType.FLOAT).save(file.toFile(), false);
    }

    /** Writes the weights alone. */
    public static void saveWeights(Architecture architecture, Parameters parameters, Path file) {
        WeightsFile.write(file, architecture, name -> {
            INDArray parameter = parameters.get(name);
            return HostFloats.readable(parameter).slice(0, (int) parameter.length());
        });
    }

    /**
     * Reads a graph that {@link #save} wrote.
     *
     * @param architecture the layers that it must have
     * @throws UserError if the file is not such a model
     */
    public static TrainedModel load(Path file, Architecture architecture) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserError(file.toString(), "the model that train writes", "no such file", "run train first");
        }
        SameDiff graph = graph(file);
        Parameters parameters = Parameters.zeros(architecture, DataType.FLOAT);
        for (String name : parameters.names()) {
            INDArray parameter = parameters.get(name);
            INDArray read = graph.hasVariable(name) ? graph.getVariable(name).getArr() : null;
            if (read == null || !Arrays.equals(read.shape(), parameter.shape())) {
                throw new UserError(
                        file.toString(),
                        "a parameter " + name + " of shape " + Arrays.toString(parameter.shape()),
                        read == null ? "none" : Arrays.toString(read.shape()),
                        REMEDY);
            }
            parameter.assign(read);
            read.close();
        }
        return new TrainedModel(architecture, parameters);
    }

    private static SameDiff graph(Path file) throws IOException {
        try {
            return SameDiff.load(file.toFile(), false);
        } catch (RuntimeException e) { // FlatBuffers' and ND4J's many, if the bytes are no graph
            throw new UserError(file.toString(), "the model that train writes", "a file that does not open", REMEDY, e);
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
