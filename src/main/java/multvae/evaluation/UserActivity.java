package multvae.evaluation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import multvae.io.Require;
import multvae.matrix.CsrMatrix;

/**
 * Thirds of users by how many items they have folded in. The bounds are the terciles, counts that occur: of n users in
 * ascending order, those of number ceil(n / 3) and ceil(2 n / 3), counted from 1. Users with the same count are in the
 * same third, so the thirds need not be equal, and one may be empty.
 */
public final class UserActivity {

    /** Which third of the users a user belongs to, the one with the fewest fold-in items first. */
    public enum Third {
        LOW,
        MEDIUM,
        HIGH;

        /** As in files: {@code low}, {@code medium} or {@code high}. */
        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The bounds of a count. In files it is {@code [from, to]}.
     *
     * @param from the lowest
     * @param to the highest
     */
    public record Span(int from, int to) {

        public Span {
            Require.atLeast(0, from, "the lowest count");
            Require.atLeast(0, to, "the highest count");
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Span of(int[] bounds) {
            if (bounds.length != 2) {
                throw new IllegalArgumentException("a span of " + bounds.length + " bounds, not of 2");
            }
            return new Span(bounds[0], bounds[1]);
        }

        @JsonValue
        int[] bounds() {
            return new int[] {from, to};
        }
    }

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
    Third of(int row) {
        int count = foldIn.rowLength(row);
        return count <= mostOfLow ? Third.LOW : count <= mostOfMedium ? Third.MEDIUM : Third.HIGH;
    }

    /** How many items a user of a third has folded in; from is above to if nobody is in it. */
    Span foldInItems(Third third) {
        return switch (third) {
            case LOW -> new Span(lowest, mostOfLow);
            case MEDIUM -> new Span(mostOfLow + 1, mostOfMedium);
            case HIGH -> new Span(mostOfMedium + 1, highest);
        };
    }
}
