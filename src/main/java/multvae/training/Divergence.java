package multvae.training;

import java.io.Serializable;
import multvae.io.UserError;

/** A training whose loss, gradients or weights are no longer finite. A search counts it as lost, and goes on. */
public final class Divergence extends UserError {

    private static final long serialVersionUID = 2;

    private final Told told;

    /** What it says: unlike a {@link UserError}'s own, it comes back from another machine. */
    private record Told(String where, String expected, String found, String remedy) implements Serializable {

        private static final long serialVersionUID = 1;
    }

    Divergence(String where, String expected, String found, String remedy) {
        super(where, expected, found, remedy);
        this.told = new Told(where, expected, found, remedy);
    }

    /** The same, and what there is of the training to go on with. */
    Divergence in(boolean checkpoint) {
        String rest =
                checkpoint ? "the last checkpoint is kept" : "there is no checkpoint yet, so training starts over";
        Divergence all = new Divergence(told.where, told.expected, told.found, told.remedy + "; " + rest);
        all.setStackTrace(getStackTrace());
        return all;
    }
}
