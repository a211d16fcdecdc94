package multvae.training;

import java.io.Serializable;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

/**
 * Scales the gradients of a step down if they are long together (Pascanu, Mikolov and Bengio 2013, On the difficulty of training
 * recurrent neural networks).
 *
 * @param highestNorm the L2 norm that they may have, above 0; infinite: as they come
 */
record Clipping(double highestNorm) implements Serializable {

    private static final long serialVersionUID = 1;

    /** @param clipNorm absent: as they come */
    static Clipping of(OptionalDouble clipNorm) {
        return new Clipping(clipNorm.orElse(Double.POSITIVE_INFINITY));
    }

    /**
     * What the gradients are multiplied by: {@code min(1, highestNorm / norm)}.
     *
     * @param squaredNorm of all gradients together; it is not asked for if they stay as they come
     */
    double scale(DoubleSupplier squaredNorm) {
        if (highestNorm == Double.POSITIVE_INFINITY) {
            return 1;
        }
        double norm = Math.sqrt(squaredNorm.getAsDouble());
        return Math.min(1, highestNorm / norm); // a norm of 0 has nothing to scale
    }
}
