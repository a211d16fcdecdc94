package multvae.model;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forwards from the first layer's output to the last layer's input, and backwards: the function {@link LossGraph#core} defines. */
sealed interface CorePass permits GraphPass, TanhPass {

    /**
     * What comes out forwards, valid until the memory's step ends.
     *
     * @param decoded the last layer's input, [users, width]
     * @param kl the mean over users; 0 if it was not asked for, or the model has none
     */
    record Output(INDArray decoded, double kl) {}

    /**
     * Runs the layers.
     *
     * @param kl whether the KL term is asked for
     */
    Output forward(Map<String, INDArray> placeholders, boolean kl);

    /**
     * The gradients of {@link LossGraph#core}'s loss, of the placeholders that were last given to {@link #forward}.
     *
     * @param placeholders those, and {@link LossGraph#DECODED_GRADIENT}
     * @return by the layers' parameters and {@link LossGraph#HIDDEN}, valid until the memory's step ends
     */
    Map<String, INDArray> backward(Map<String, INDArray> placeholders);
}
