package multvae.split;

import java.io.Serializable;

/**
 * Draws what validates of the training events of a split given in files: a tenth of each user's. The users
 * draw in the order of their raw ids from one stream of random numbers.
 */
public final class ValidationDraw implements Serializable {

    private static final long serialVersionUID = 1;

    private final NumpyRandom random;

    /** @param seed of the stream, in [0, 2^32) */
    public ValidationDraw(long seed) {
        this(new NumpyRandom(seed));
    }

    private ValidationDraw(NumpyRandom random) {
        this.random = random;
    }

    /** One whose next user is this one's next user. */
    public ValidationDraw copy() {
        return new ValidationDraw(random.copy());
    }

    /**
     * Draws for the next user who has training events.
     *
     * @param events how many
     * @return the places of the events that validate, among the user's own in the files' order
     */
    public int[] next(int events) {
        return random.choiceWithoutReplacement(events, validated(events));
    }

    /** How many of a user's events validate if nothing else is said: a tenth, rounded, at least one; none of fewer than five. */
    static int validated(int events) {
        return events < PublishedSplit.MIN_EVENTS_TO_HOLD_OUT ? 0 : Math.max(1, (events + 5) / 10);
    }
}
