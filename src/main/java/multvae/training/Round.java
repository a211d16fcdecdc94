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
 * @param start how a worker comes to the weights that the steps start from
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
        Start start)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /** What a worker starts from: all of the state, or, if it took part in the last step, that step's update. */
    sealed interface Start extends Serializable permits SharedState, Update {

        /** Bytes of the numbers in it. */
        long bytes();
    }

    /**
     * A step's update, which every replica applies to weights and moments as the driver does.
     *
     * @param gradients of the whole batch
     * @param scale what clipping multiplies them by
     * @param adamSteps earlier steps that have updated the same parameters
     */
    record Update(Gradients gradients, double scale, long adamSteps, double learningRate) implements Start {

        private static final long serialVersionUID = 1;

        void apply(Architecture architecture, Parameters parameters, Adam adam) {
            adam.begin(learningRate, adamSteps);
            gradients.update(architecture, parameters, adam, scale);
        }

        @Override
        public long bytes() {
            return gradients.bytes();
        }
    }

    /** The same steps, for workers that have nothing. */
    Round from(SharedState state) {
        return new Round(step, epoch, pass, half, batch, count, adamSteps, learningRate, state);
    }

    /** Bytes of the numbers that each worker is sent. */
    public long bytes() {
        return start.bytes();
    }
}
