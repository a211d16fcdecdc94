package multvae.testing;

/**
 * A class that no code of ours names, except by {@link #PROPERTY}. Its name is as long as that of ND4J's Adam, so that it fits
 * where a file of SameDiff names that.
 */
public final class InitialisedByForgery {

    /** Of the system; set once the class is initialised. A constant: to read it initialises nothing. */
    public static final String PROPERTY = "multvae.testing.initialised";

    /** As above. */
    public static final String NAME = "multvae.testing.InitialisedByForgery";

    static {
        System.setProperty(PROPERTY, "true");
    }

    private InitialisedByForgery() {}
}
