package multvae.evaluation;

import java.util.Arrays;
import multvae.matrix.CsrMatrix;

/**
 * Thirds of users by how many items they have folded in. The bounds are the terciles, counts that occur: of n users in
 * ascending order, those of number ceil(n / 3) and ceil(2 n / 3), counted from 1. Users with the same count are in the
 * same third, so the thirds need not be equal, and one may be empty.
 */
public final class UserActivity {

    private final CsrMatrix foldIn;
    private final int lowest;
    private final int mostOfLow;
    private final int mostOfMedium;
    private final int highest;

    /**
     * @param foldIn the users' known items, [users, items]
     * @param rows the users that count, at least one
     */
    UserActivity(CsrMatrix foldIn, int[] rows) {
        this.foldIn = foldIn;
        int[] counts = Arrays.stream(rows).map(foldIn::rowLength).sorted().toArray();
        lowest = counts[0];
        mostOfLow = counts[(counts.length + 2) / 3 - 1];
        mostOfMedium = counts[(int) ((2L * counts.length + 2) / 3) - 1];
        highest = counts[counts.length - 1];
    }

    /** The third of the user at {@code row}. */
    Activity of(int row) {
        int count = foldIn.rowLength(row);
        return count <= mostOfLow ? Activity.LOW : count <= mostOfMedium ? Activity.MEDIUM : Activity.HIGH;
    }

    /** The fewest fold-in items with which a user is in a third. */
    public int fewestItems(Activity activity) {
        return switch (activity) {
            case LOW -> lowest;
            case MEDIUM -> mostOfLow + 1;
            case HIGH -> mostOfMedium + 1;
        };
    }

    /** The most fold-in items with which a user is in a third; below {@link #fewestItems} where nobody is. */
    public int mostItems(Activity activity) {
        return switch (activity) {
            case LOW -> mostOfLow;
            case MEDIUM -> mostOfMedium;
            case HIGH -> highest;
        };
    }
}
