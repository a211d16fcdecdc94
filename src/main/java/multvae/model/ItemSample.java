package multvae.model;

import java.util.SplittableRandom;

/**
 * The items that a batch's softmax is over: all that one of its users has, P of them, and M drawn uniformly without replacement from
 * the other I - P.
 *
 * <p>A drawn item's logit gets log((I - P) / M) added, minus the logarithm of its probability to be drawn, and no other item's does. Then
 * the sum of exp(logit) over the sample has the sum over the whole catalogue as its expectation:
 *
 * <pre>
 *   E[sum over the drawn of (I - P) / M * exp(logit)] = sum over the other items of exp(logit)
 * </pre>
 *
 * This is the estimate of Bengio and Senécal (Quick training of probabilistic neural nets by importance sampling, AISTATS 2003) with the
 * shared candidates of Jean et al. (On using very large target vocabulary for neural machine translation, ACL 2015, section 3). The
 * logarithm of the sum, which is in the loss, is too small by about half of the estimate's relative variance.
 *
 * <p>The arrays grow to the largest sample and stay.
 */
final class ItemSample {

    private final int items; // I
    private final int wanted; // M
    private final boolean[] ofUsers; // [items]: whether a user has it
    private final int[] places; // [items]: where it is in the sample; of no meaning for others
    private int[] members = new int[0]; // [size], ascending
    private int size;
    private float correction;

    /**
     * @param items of the catalogue
     * @param wanted how many are drawn beside those of the users, from 1; if as many are not there, all are
     */
    ItemSample(int items, int wanted) {
        this.items = items;
        this.wanted = wanted;
        this.ofUsers = new boolean[items];
        this.places = new int[items];
    }

    /** Draws the sample for these users. */
    void draw(BatchRows rows, SplittableRandom random) {
        int own = mark(rows, true);
        int others = items - own;
        int drawn = Math.min(wanted, others);
        size = own + drawn;
        correction = drawn == others ? 0 : (float) Math.log((double) others / drawn);
        if (size > members.length) {
            members = new int[Math.min(items, size + size / 4)];
        }
        // Selection sampling (Knuth, TAOCP 2, 3.4.2, algorithm S): each subset is equally likely.
        int left = others;
        int count = 0;
        for (int item = 0; item < items; item++) {
            boolean taken = ofUsers[item];
            if (!taken) {
                taken = random.nextInt(left) < drawn;
                left--;
                drawn -= taken ? 1 : 0;
            }
            if (taken) {
                places[item] = count;
                members[count++] = item;
            }
        }
        mark(rows, false);
    }

    /** Marks the users' items, or takes the marks out; returns how many there were. */
    private int mark(BatchRows rows, boolean mark) {
        int changed = 0;
        for (int k = 0; k < rows.rowStart(rows.users()); k++) {
            int item = rows.column(k);
            changed += ofUsers[item] == mark ? 0 : 1;
            ofUsers[item] = mark;
        }
        return changed;
    }

    /** How many items it has. */
    int size() {
        return size;
    }

    /** Whether it is the whole catalogue. */
    boolean isWhole() {
        return size == items;
    }

    /** The {@code k}-th item, ascending. */
    int item(int k) {
        return members[k];
    }

    /** Where an item of the sample is in it. */
    int place(int item) {
        return places[item];
    }

    /** What is added to the logit of an item that no user has: log((I - P) / M). */
    float correction() {
        return correction;
    }
}
