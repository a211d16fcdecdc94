package multvae.ratings;

import multvae.io.UserError;

/** Takes parts in the order of the files, and counts their rows. */
public final class PartOrder {

    private int rows;

    /** @param rows how many there are before these parts */
    public PartOrder(int rows) {
        this.rows = rows;
    }

    /**
     * Takes the next part.
     *
     * @param file where it is
     * @param partRows how many rows it has
     * @return the number of rows so far, this part's and those before all parts among them
     * @throws UserError for more than 2^31 - 1 rows
     */
    public int take(String file, int partRows) {
        try {
            rows = Math.addExact(rows, partRows);
            return rows;
        } catch (ArithmeticException e) {
            throw new UserError(
                    file, "at most " + Integer.MAX_VALUE + " rows in all files", "more", "read fewer of them", e);
        }
    }
}
