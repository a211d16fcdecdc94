package multvae.model;

import java.util.OptionalInt;
import multvae.config.ModelSettings.ItemLayers;
import multvae.weights.Architecture;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A model that can be run forwards and backwards over a batch. Not thread-safe: it reuses its arrays.
 *
 * <p>A training step is {@link #differentiate}, then {@link #update} or nothing; what is in between may look at the
 * gradients' norm.
 */
public sealed interface Network extends AutoCloseable permits DenseNetwork, SparseNetwork {

    /** A network over these parameters, which stay the caller's to close; a RecVAE's prior is made of its own encoder. */
    static Network of(ItemLayers itemLayers, Architecture architecture, Parameters parameters) {
        return of(itemLayers, architecture, parameters, parameters);
    }

    /**
     * A network over these parameters, which stay the caller's to close.
     *
     * @param prior the encoder that a RecVAE's prior is made of; not read for other models
     */
    static Network of(ItemLayers itemLayers, Architecture architecture, Parameters parameters, Parameters prior) {
        return switch (itemLayers) {
            case DENSE -> new DenseNetwork(architecture, parameters, prior);
            case SPARSE -> new SparseNetwork(architecture, parameters, prior);
        };
    }

    /** The SameDiff graph, which is what listeners are told of. */
    SameDiff graph();

    /** A batch for {@link #differentiate}, with a softmax over all items. */
    default Batch.Training trainingBatch(int users) {
        return trainingBatch(users, OptionalInt.empty());
    }

    /**
     * A batch for {@link #differentiate}.
     *
     * <p>If its softmax is over a sample of the items, a step reads and updates only the sample's rows of the last layer, and of the
     * first layer's weight only the rows that the input has. The penalty of its loss is that of these rows and of the inner layers.
     *
     * @param sampledItems how many items are drawn beside those of the users, from 1; absent: all are in the softmax
     * @throws IllegalArgumentException if the network has no form of the last layer for a sample
     */
    Batch.Training trainingBatch(int users, OptionalInt sampledItems);

    /** A batch for {@link #score} and {@link #evaluate}. */
    Batch.Evaluation evaluationBatch(int users);

    /**
     * The loss and its gradients by the parameters of the half that the batch is for.
     *
     * @return the loss before any update
     */
    LossTerms differentiate(Batch.Training batch);

    /** Whether every element of every gradient is a finite number. Takes less time than the norm. */
    boolean hasFiniteGradients();

    /** The sum of these gradients' squares. */
    double squaredGradientNorm();

    /**
     * Changes these parameters by Adam's rule, once for each {@link #differentiate}.
     *
     * @param gradientScale what the gradients are multiplied by first
     */
    void update(Adam adam, double gradientScale);

    /**
     * Copies of the gradients, to be added to those of the batch's other users.
     *
     * @param scale what they are multiplied by: these users' share of the batch
     */
    Gradients gradients(double scale);

    /**
     * Every item's logit for every user of the batch.
     *
     * @param scores receives them, row-major [users, items]; may be longer
     */
    void score(Batch.Evaluation batch, float[] scores);

    /** As {@link #score}, and the loss with beta 0, the rows as input and as target. */
    LossTerms evaluate(Batch.Evaluation batch, float[] scores);

    /** Frees its arrays, but not the parameters. */
    @Override
    void close();
}
