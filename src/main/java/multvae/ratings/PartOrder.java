package multvae.ratings;

import multvae.io.UserError;

/** Takes parts in the order of the files, and finds what no part can see by itself. */
public final class PartOrder {

    private String file = "";
    private long
            blankLine; // the first of the lines of blanks at the end of what was taken of the file; 0 if there are none
    private int rows;

    /** @param rows how many there are before these parts */
    public PartOrder(int rows) {
        this.rows = rows;
    }

    /**
     * Takes the next part.
     *
     * @param partFile where it is
     * @param partRows how many rows it has
     * @param partBlankLine the first of the lines of blanks at its end; 0 if there are none
     * @param error what is wrong with it; null if nothing is
     * @return the number of rows so far, this part's and those before all parts among them
     * @throws UserError the part's error; one for a line of blanks with a row after it; one for more than 2^31 - 1 rows
     */
    public int take(String partFile, int partRows, long partBlankLine, UserError error) {
        blankLine = partFile.equals(file) ? blankLine : 0;
        file = partFile;
        if (blankLine > 0 && (partRows > 0 || error != null)) {
            throw Table.blank(file, blankLine);
        }
        if (error != null) {
            throw error;
        }
        blankLine = blankLine > 0 ? blankLine : partBlankLine;
        try {
            rows = Math.addExact(rows, partRows);
            return rows;
        } catch (ArithmeticException e) {
            throw new UserError(
                    file, "at most " + Integer.MAX_VALUE + " rows in all files", "more", "read fewer of them", e);
        }
    }
}
