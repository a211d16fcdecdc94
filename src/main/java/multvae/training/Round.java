package multvae.training;

import java.io.Serializable;
import multvae.model.Adam;
import multvae.model.Gradients;
import multvae.model.Half;
import multvae.model.Parameters;
import multvae.weights.Architecture;

/**
 * What every worker is told: which batches to take its part of, and how to come to the weights that these steps start from.
 *
 * @param step the first step, counted through the training, from 0
 * @param epoch from 0
 * @param pass counted through all epochs, from 0
 * @param half what is updated
 * @param batch the first one, of the pass
 * @param count batches, a step each
 * @param adamSteps earlier steps that have updated the same parameters
 * @param state what the steps start from; null for workers that took part in the last step
 * @param update the last step's, for these workers; null with a state
 */
public record Round(
        long step,
        int epoch,
        int pass,
        Half half,
        int batch,
        int count,
        long adamSteps,
        double learningRate,
        SharedState state,
        Update update)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /**
     * A step's update, which every replica applies to weights and moments as the driver does.
     *
     * @param gradients of the whole batch
     * @param scale what clipping multiplies them by
     * @param adamSteps earlier steps that have updated the same parameters
     */
    record Update(Gradients gradients, double scale, long adamSteps, double learningRate) implements Serializable {

        private static final long serialVersionUID = 1;

        void apply(Architecture architecture, Parameters parameters, Adam adam) {
            adam.begin(learningRate, adamSteps);
            gradients.update(architecture, parameters, adam, scale);
        }
    }

    /** The same steps, for workers that have nothing. */
    Round from(SharedState start) {
        return new Round(step, epoch, pass, half, batch, count, adamSteps, learningRate, start, null);
    }

    /** Bytes of the numbers that each worker is sent. */
    public long bytes() {
        return (state == null ? 0 : state.bytes())
                + (update == null ? 0 : update.gradients().bytes());
    }
}
