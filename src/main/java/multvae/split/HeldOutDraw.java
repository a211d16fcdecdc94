package multvae.split;

import java.io.Serializable;

/**
 * Step 5 of the published split: of a user's n events int(proportion * n) are held out, drawn without replacement; of fewer than
 * five none. The users of a part draw in the order of their raw ids from one stream of random numbers.
 */
public final class HeldOutDraw implements Serializable {

    private static final long serialVersionUID = 1;

    private final NumpyRandom random;
    private final double proportion;

    /**
     * @param seed of the part's stream, in [0, 2^32)
     * @param proportion of a user's events, in (0, 1)
     */
    public HeldOutDraw(long seed, double proportion) {
        this(new NumpyRandom(seed), proportion);
    }

    private HeldOutDraw(NumpyRandom random, double proportion) {
        this.random = random;
        this.proportion = proportion;
    }

    /** One whose next user is this one's next user. */
    public HeldOutDraw copy() {
        return new HeldOutDraw(random.copy(), proportion);
    }

    /**
     * Draws for the next user.
     *
     * @param events how many the user has; a user without any may be left out
     * @return the places of the events that are held out, among the user's own in the files' order
     */
    public int[] next(int events) {
        return events < PublishedSplit.MIN_EVENTS_TO_HOLD_OUT
                ? new int[0]
                : random.choiceWithoutReplacement(events, (int) (proportion * events));
    }
}
