package multvae.spark;

import java.io.Serializable;
import multvae.ids.IdList;
import multvae.ids.IdNumbers;

/** Numbers of ids, sent to the executors: each makes its own table, once. */
final class Ids implements Serializable {

    private static final long serialVersionUID = 1;

    private final IdList list;
    private transient IdNumbers numbers;

    /** @param list each id once: its place is its number */
    Ids(IdList list) {
        this.list = list;
    }

    /** The numbers of these ids: [ids]. */
    synchronized int[] of(IdList ids) {
        if (numbers == null) {
            numbers = IdNumbers.of(list);
        }
        return numbers.find(ids);
    }
}
