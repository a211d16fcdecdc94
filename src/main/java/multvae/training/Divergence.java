package multvae.training;

import multvae.io.UserError;

/** A training whose loss, gradients or weights are no longer finite. A search counts it as lost, and goes on. */
public final class Divergence extends UserError {

    private static final long serialVersionUID = 1;

    Divergence(String where, String expected, String found, String remedy) {
        super(where, expected, found, remedy);
    }
}
