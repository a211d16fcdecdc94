package multvae.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The decoder's last layer in a training step: the likelihood of its logits, over all items or over a sample of them, and what follows. */
sealed interface ItemLogits permits LastLayer, SampledLayer {

    /**
     * The mean negative log-likelihood, and its gradients; those by the layer's own parameters wait for the update.
     *
     * @param decoded the layer's input, [users, width]
     * @param batch what the users have, and which half is updated. The decoder's: no gradient by the input; the encoder's: none by
     *     the weight
     * @param decodedGradient receives the gradient by the input, [users, width]
     */
    double differentiate(INDArray decoded, Batch.Training batch, INDArray decodedGradient);

    /** Whether the gradients are finite. */
    boolean hasFiniteGradients();

    double squaredGradientNorm();

    /** Adam on weight and bias. */
    void update(Adam adam, double gradientScale);

    void copyGradients(Gradients copies);
}
