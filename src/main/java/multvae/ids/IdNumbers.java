package multvae.ids;

import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenCustomHashMap;
import java.util.Arrays;
import multvae.io.StrictNumbers;

/** Numbers ids from 0 in the order in which they first come. Not thread-safe while ids are added. */
public final class IdNumbers {

    public static final int UNKNOWN = -1;

    /** Ids below it are found in an array of at most 4 MB, not in a hash table. */
    private static final int MOST_SMALL = 1 << 20;

    private static final int LEAST_SMALL = 64;

    private int[] ofSmall = {}; // by id: its number + 1, 0 for none
    private final Long2IntOpenCustomHashMap ofNumbers = new Long2IntOpenCustomHashMap(KeyedHash.OF_NUMBERS);
    private final Object2IntOpenCustomHashMap<String> ofTexts = new Object2IntOpenCustomHashMap<>(KeyedHash.OF_TEXTS);
    private final IdList.Builder ids = new IdList.Builder();
    private String last = ""; // files are mostly sorted by user: most look-ups repeat the last one
    private int lastNumber = UNKNOWN;

    public IdNumbers() {
        ofNumbers.defaultReturnValue(UNKNOWN);
        ofTexts.defaultReturnValue(UNKNOWN);
    }

    /** Numbers the ids of a list. */
    public static IdNumbers of(IdList ids) {
        IdNumbers numbers = new IdNumbers();
        numbers.addAll(ids);
        return numbers;
    }

    /** Numbers those ids of a list that are new. */
    void addAll(IdList more) {
        for (int index = 0; index < more.size(); index++) {
            long code = more.number(index);
            add(code, code < 0 ? more.get(index) : null);
        }
    }

    /**
     * The number of an id, which is the next one if the id is new.
     *
     * @param id not empty
     */
    public int add(String id) {
        if (!id.equals(last)) {
            lastNumber = add(StrictNumbers.wholeNumber(id), id);
            last = id;
        }
        return lastNumber;
    }

    /**
     * The number of an id.
     *
     * @param code the id if it is a number, or -1
     * @param text the id if it is none
     */
    private int add(long code, String text) {
        int next = ids.size();
        int known = code < 0
                ? ofTexts.putIfAbsent(text, next)
                : code < MOST_SMALL ? putSmall((int) code, next) : ofNumbers.putIfAbsent(code, next);
        if (known != UNKNOWN) {
            return known;
        }
        if (code >= 0) {
            ids.addNumber(code);
        } else {
            ids.addText(text);
        }
        return next;
    }

    /** The number of an id; {@link #UNKNOWN} if it has none. */
    public int find(String id) {
        long code = StrictNumbers.wholeNumber(id);
        return code < 0 ? ofTexts.getInt(id) : find(code);
    }

    /** The numbers of the ids of a list: [ids]. */
    public int[] find(IdList others) {
        int[] found = new int[others.size()];
        for (int index = 0; index < found.length; index++) {
            long code = others.number(index);
            found[index] = code < 0 ? ofTexts.getInt(others.get(index)) : find(code);
        }
        return found;
    }

    private int find(long code) {
        return code < MOST_SMALL ? (code < ofSmall.length ? ofSmall[(int) code] - 1 : UNKNOWN) : ofNumbers.get(code);
    }

    /** As a map's putIfAbsent. */
    private int putSmall(int id, int next) {
        if (id >= ofSmall.length) {
            ofSmall = Arrays.copyOf(ofSmall, Math.max(LEAST_SMALL, 2 * Integer.highestOneBit(id)));
        }
        int known = ofSmall[id] - 1;
        if (known == UNKNOWN) {
            ofSmall[id] = next + 1;
        }
        return known;
    }

    /** How many ids have a number. */
    public int size() {
        return ids.size();
    }

    /** The ids by number, those that are added later not among them. */
    public IdList list() {
        return ids.build();
    }
}
