package multvae.ratings;

import java.io.Serializable;

/**
 * Lines of a table's file that are read apart from its other lines, perhaps on another machine.
 *
 * @param file the file, where every machine finds it
 * @param headed the file whose header says which columns this one has; empty if it is found out from this one
 * @param from the first byte of the first line
 * @param to after the last byte; {@link #END} for a file that is read as a whole, since it is compressed or has quotes
 * @param line the number of the first line, from 1
 */
public record TablePart(String file, String headed, long from, long to, long line) implements Serializable {

    private static final long serialVersionUID = 1;
    private static final long END = -1;

    static TablePart whole(String file, String headed) {
        return new TablePart(file, headed, 0, END, 1);
    }

    boolean isWhole() {
        return to == END;
    }
}
