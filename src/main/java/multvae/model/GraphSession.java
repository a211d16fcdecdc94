package multvae.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs a graph again and again with the same memory. SameDiff's own {@code output} allocates its results anew and takes
 * six times as long.
 */
final class GraphSession {

    /** A session remembers the ids of all arrays it ever freed; a new one forgets them. */
    private static final int RUNS_OF_A_SESSION = 256;

    private final SameDiff graph;
    private final StepMemory memory;
    private InferenceSession session;
    private int runs;

    GraphSession(SameDiff graph, StepMemory memory) {
        this.graph = graph;
        this.memory = memory;
    }

    /** The variables' values, valid until the memory's step ends. */
    Map<String, INDArray> run(List<String> variables, Map<String, INDArray> placeholders) {
        if (runs++ % RUNS_OF_A_SESSION == 0) {
            session = new InferenceSession(graph);
            session.setMmgr(memory);
        }
        return session.output(variables, placeholders, null, Set.of(), null, At.defaultAt());
    }
}
