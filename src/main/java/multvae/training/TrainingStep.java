package multvae.training;

import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import multvae.io.UserError;
import multvae.model.Adam;
import multvae.model.Batch;
import multvae.model.LossTerms;
import multvae.model.Network;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * One step of training: the loss, its gradients, clipping, Adam; SameDiff's listeners around it, in the order in which
 * {@code SameDiff.fit} calls them.
 *
 * <p>It replaces {@code fit}, which
 *
 * <ul>
 *   <li>updates each parameter as soon as its gradient is there, so the norm of all gradients is never known;
 *   <li>leaves two arrays of the logits' size and all gradients of every step to the garbage collector;
 *   <li>reports a loss of 0.
 * </ul>
 */
final class TrainingStep {

    private static final List<String> TERMS = List.of("nll", "kl", "penalty");

    private final Network network;
    private final Adam adam;
    private final Clipping clipping;
    private final List<Listener> listeners;

    /** @param listeners are told of each step before and after it */
    TrainingStep(Network network, Adam adam, Clipping clipping, List<Listener> listeners) {
        this.network = network;
        this.adam = adam;
        this.clipping = clipping;
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Takes the step that {@code at} counts.
     *
     * @param adamSteps earlier ones that have updated the same parameters
     * @return the loss before the update
     * @throws UserError if the loss or a gradient is NaN or infinite; the parameters are as they were
     */
    LossTerms take(Batch.Training batch, At at, long adamSteps, double learningRate) {
        MultiDataSet features = batch.features();
        listeners.forEach(l -> l.iterationStart(network.graph(), at, features, 0));
        LossTerms terms = network.differentiate(batch);
        requireFinite(terms, network::hasFiniteGradients, where(at, batch, learningRate));
        double scale = clipping.scale(network::squaredGradientNorm);
        adam.begin(learningRate, adamSteps);
        network.update(adam, scale);
        Loss loss = new Loss(TERMS, new double[] {terms.nll(), terms.kl(), terms.penalty()});
        listeners.forEach(l -> l.iterationDone(network.graph(), at, features, loss));
        return terms;
    }

    /** @throws UserError if the loss or a gradient is NaN or infinite */
    static void requireFinite(LossTerms terms, BooleanSupplier finiteGradients, String where) {
        if (!Double.isFinite(terms.loss())) {
            throw diverged(where, "a loss of " + terms.loss(), terms);
        }
        if (!finiteGradients.getAsBoolean()) {
            throw diverged(where, "a gradient that is infinite or NaN", terms);
        }
    }

    private static String where(At at, Batch.Training batch, double learningRate) {
        return where(at.iteration(), at.epoch() + 1, batch.klWeight(), batch.beta(), learningRate);
    }

    /**
     * A step, for a message.
     *
     * @param step from 0
     * @param epoch from 1
     * @param klWeight what the weight of the KL term is called
     * @param weight its value
     */
    static String where(long step, int epoch, String klWeight, double weight, double learningRate) {
        return String.format(
                Locale.ROOT,
                "step %d of epoch %d, %s %.4f, learning rate %.3g",
                step,
                epoch,
                klWeight,
                weight,
                learningRate);
    }

    /** Training has diverged. */
    static UserError diverged(String where, String found, LossTerms terms) {
        return diverged(
                where,
                "a finite loss",
                found + String.format(Locale.ROOT, " (nll %.4g, kl %.4g)", terms.nll(), terms.kl()));
    }

    /** Training has diverged. */
    static UserError diverged(String where, String expected, String found) {
        return new Divergence(
                where,
                expected,
                found,
                "lower train.learningRate, set train.clipNorm, or lower train.anneal.cap (recvae: train.recvae.gamma)");
    }
}
