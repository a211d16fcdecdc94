package multvae.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;

/**
 * The users of a matrix with their events divided, as those of a real held-out part are: no event is in both.
 *
 * @param foldIn four fifths of each user's events or more, [users, items]
 * @param heldOut the others; a user with fewer than five events has none, [users, items]
 */
public record HeldOutUsers(CsrMatrix foldIn, CsrMatrix heldOut) {

    private static final long SEED = 1;

    /** One of this many events is held out, rounded down: the published proportion of 0.2. */
    private static final int EVENTS_PER_HELD_OUT = 5;

    /**
     * Draws what is held out of each user's events.
     *
     * @throws UserError if no user has five events
     */
    public static HeldOutUsers of(CsrMatrix events) {
        SplittableRandom random = new SplittableRandom(SEED);
        boolean[] isHeldOut = new boolean[events.nonZeros()];
        for (int row = 0; row < events.rows(); row++) {
            int start = events.rowStart(row);
            int left = events.rowLength(row) / EVENTS_PER_HELD_OUT;
            // Selection sampling (Knuth, TAOCP 2, 3.4.2, algorithm S): each subset is equally likely.
            for (int k = 0; left > 0; k++) {
                if (random.nextInt(events.rowLength(row) - k) < left) {
                    isHeldOut[start + k] = true;
                    left--;
                }
            }
        }
        CsrMatrix heldOut = select(events, isHeldOut, true);
        if (heldOut.nonZeros() == 0) {
            throw new UserError(
                    "events of generated data",
                    EVENTS_PER_HELD_OUT + " or more of some user, to hold one out",
                    events.nonZeros() + " of " + events.rows() + " users",
                    "ask for more");
        }
        return new HeldOutUsers(select(events, isHeldOut, false), heldOut);
    }

    private static CsrMatrix select(CsrMatrix events, boolean[] isHeldOut, boolean wanted) {
        int[] rowStarts = new int[events.rows() + 1];
        int[] columns = new int[events.nonZeros()];
        int kept = 0;
        for (int row = 0; row < events.rows(); row++) {
            for (int k = events.rowStart(row); k < events.rowStart(row + 1); k++) {
                if (isHeldOut[k] == wanted) {
                    columns[kept++] = events.column(k);
                }
            }
            rowStarts[row + 1] = kept;
        }
        return new CsrMatrix(events.columns(), rowStarts, Arrays.copyOf(columns, kept));
    }
}
