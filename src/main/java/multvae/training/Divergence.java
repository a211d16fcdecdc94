package multvae.training;

import multvae.io.FruitlessSettings;

/** A training whose loss, gradients or weights are no longer finite. */
public final class Divergence extends FruitlessSettings {

    private static final long serialVersionUID = 3;

    Divergence(String where, String expected, String found, String remedy) {
        super(where, expected, found, remedy);
    }

    /** The same, and what there is of the training to go on with. */
    Divergence in(boolean checkpoint) {
        String rest =
                checkpoint ? "the last checkpoint is kept" : "there is no checkpoint yet, so training starts over";
        Divergence all = new Divergence(where(), expected(), found(), remedy() + "; " + rest);
        all.setStackTrace(getStackTrace());
        return all;
    }
}
