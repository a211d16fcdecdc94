package multvae.model;

import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.ListenerVariables;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The terms of the loss at every step, and their means over the users of the epoch so far.
 *
 * <p>M2.1 never computes the loss variable in training, so the two terms are asked for as listener variables.
 */
final class LossMeter extends BaseListener {

    private final KlAnnealing annealing;
    private double nll;
    private double kl;
    private double nllOfUsers;
    private double klOfUsers;
    private double lossOfUsers;
    private long users;

    LossMeter(KlAnnealing annealing) {
        this.annealing = annealing;
    }

    @Override
    public ListenerVariables requiredVariables(SameDiff sd) {
        return new ListenerVariables.Builder()
                .trainingVariables(ElboGraph.NLL, ElboGraph.KL)
                .build();
    }

    @Override
    public boolean isActive(Operation operation) {
        return operation == Operation.TRAINING;
    }

    @Override
    public void epochStart(SameDiff sd, At at) {
        nllOfUsers = 0;
        klOfUsers = 0;
        lossOfUsers = 0;
        users = 0;
    }

    @Override
    public void activationAvailable(
            SameDiff sd, At at, MultiDataSet batch, SameDiffOp op, String name, INDArray activation) {
        if (name.equals(ElboGraph.NLL)) {
            nll = activation.getDouble(0);
        } else if (name.equals(ElboGraph.KL)) {
            kl = activation.getDouble(0);
        }
    }

    @Override
    public void iterationDone(SameDiff sd, At at, MultiDataSet batch, Loss loss) {
        long batchUsers = batch.getFeatures(0).size(0);
        users += batchUsers;
        nllOfUsers += nll * batchUsers;
        klOfUsers += kl * batchUsers;
        lossOfUsers += step().loss() * batchUsers;
    }

    /** The last step's terms, means over its users. */
    LossTerms step() {
        return new LossTerms(nll + annealing.beta() * kl, nll, kl);
    }

    /** The epoch's terms so far, means over its users. */
    LossTerms epoch() {
        return new LossTerms(lossOfUsers / users, nllOfUsers / users, klOfUsers / users);
    }
}
