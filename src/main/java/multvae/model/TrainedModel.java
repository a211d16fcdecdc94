package multvae.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import multvae.error.UserError;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A trained model's file, {@code model.fb}: the whole graph with its weights; plain {@code SameDiff.load} opens it. */
public final class TrainedModel implements AutoCloseable {

    private final ElboGraph graph;

    private TrainedModel(ElboGraph graph) {
        this.graph = graph;
    }

    static void save(ElboGraph graph, Path file) {
        graph.sameDiff().save(file.toFile(), false);
    }

    /**
     * Reads a model that this project trained.
     *
     * @param architecture the layers that it must have
     * @throws UserError where the file is not such a model
     */
    public static TrainedModel load(Path file, Architecture architecture) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserError(
                    file.toString(), "the model that train writes", "no such file", "run -Dstage=train first");
        }
        ElboGraph graph = ElboGraph.of(SameDiff.load(file.toFile(), false), architecture);
        for (Architecture.Layer layer : architecture.layers()) {
            require(file, graph, layer.weight(), layer.weightShape());
            require(file, graph, layer.bias(), new long[] {layer.out()});
        }
        return new TrainedModel(graph);
    }

    private static void require(Path file, ElboGraph graph, String name, long[] shape) {
        INDArray array = graph.sameDiff().hasVariable(name) ? graph.parameter(name) : null;
        if (array == null || !Arrays.equals(array.shape(), shape)) {
            throw new UserError(
                    file.toString(),
                    "a parameter " + name + " of shape " + Arrays.toString(shape),
                    array == null ? "none" : Arrays.toString(array.shape()),
                    "train again with -Dstage=train -Dforce=true");
        }
    }

    /** A scorer on this model; closing the scorer leaves the model open. */
    public ModelScorer scorer() {
        return new ModelScorer(graph);
    }

    @Override
    public void close() {
        List.copyOf(graph.parameterNames())
                .forEach(name -> graph.parameter(name).close());
    }
}
