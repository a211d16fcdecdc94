package multvae.linear;

/** The same scores for everyone, how many train users have each item. They are exact up to 2^24, the integers that a float holds. */
public final class UserCounts implements LinearModel {

    private final int[] users; // [items]

    /** @param users how many train users have each item, not copied */
    public UserCounts(int[] users) {
        this.users = users;
    }

    int[] users() {
        return users;
    }

    @Override
    public int items() {
        return users.length;
    }

    @Override
    public void score(int[] history, float[] scores, int offset) {
        for (int item = 0; item < users.length; item++) {
            scores[offset + item] = users[item];
        }
    }

    @Override
    public double[][] contributions(int[] history, int[] items) {
        return new double[history.length][items.length];
    }
}
