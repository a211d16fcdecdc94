package multvae.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import multvae.data.CsrMatrix;
import multvae.evaluation.Scorer;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scores users with the graph in evaluation mode: no dropout, z = mu, logits as scores.
 *
 * <p>Not thread-safe: it reuses one batch and one memory. SameDiff's own {@code output} allocates its results anew and
 * takes six times as long.
 */
public final class ModelScorer implements Scorer, AutoCloseable {

    private final ElboGraph graph;
    private final InferenceSession session;
    private final StepMemory memory = new StepMemory();
    private final Map<Integer, Batch> batches = new HashMap<>(); // by their number of users: a full one and a last one
    private double nllOfUsers;
    private double klOfUsers;
    private long users;

    ModelScorer(ElboGraph graph) {
        this.graph = graph;
        this.session = new InferenceSession(graph.sameDiff());
        this.session.setMmgr(memory);
    }

    @Override
    public void score(CsrMatrix foldIn, int from, int to, float[] scores) {
        Batch batch = batches.computeIfAbsent(to - from, size -> new Batch(size, graph.architecture()));
        batch.fill(foldIn, from);
        Map<String, INDArray> results = session.output(
                List.of(ElboGraph.LOGITS, ElboGraph.NLL, ElboGraph.KL),
                batch.placeholders(),
                null,
                Set.of(),
                null,
                At.defaultAt());
        HostFloats.read(results.get(ElboGraph.LOGITS), scores);
        nllOfUsers += results.get(ElboGraph.NLL).getDouble(0) * batch.users();
        klOfUsers += results.get(ElboGraph.KL).getDouble(0) * batch.users();
        users += batch.users();
        memory.endStep();
    }

    /**
     * The loss over all users scored since the last call, their fold-in rows as input and as target.
     *
     * @param beta the weight of the KL term
     */
    LossTerms takeLoss(double beta) {
        double nll = nllOfUsers / users;
        double kl = klOfUsers / users;
        nllOfUsers = 0;
        klOfUsers = 0;
        users = 0;
        return new LossTerms(nll + beta * kl, nll, kl);
    }

    /** Frees its arrays; the graph's parameters stay. */
    @Override
    public void close() {
        memory.close();
        batches.values().forEach(Batch::close);
    }
}
