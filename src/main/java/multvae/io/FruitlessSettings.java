package multvae.io;

/**
 * Settings that are legal, but come to nothing on this data: a loss that is no longer finite, a matrix that cannot be inverted. A
 * search counts the trial as lost, and goes on.
 */
public class FruitlessSettings extends UserError {

    private static final long serialVersionUID = 1;

    /** An error of one problem; see there for the arguments. */
    public FruitlessSettings(String where, String expected, String found, String remedy) {
        super(where, expected, found, remedy);
    }
}
