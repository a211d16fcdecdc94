package multvae.ids;

import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenCustomHashMap;
import multvae.io.StrictNumbers;

/** Numbers ids from 0 in the order in which they first come. Not thread-safe while ids are added. */
public final class IdNumbers {

    public static final int UNKNOWN = -1;

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
        for (int index = 0; index < ids.size(); index++) {
            numbers.add(ids.get(index));
        }
        return numbers;
    }

    /**
     * The number of an id, which is the next one if the id is new.
     *
     * @param id not empty
     */
    public int add(String id) {
        if (id.equals(last)) {
            return lastNumber;
        }
        int next = ids.size();
        long code = StrictNumbers.wholeNumber(id);
        int known = code >= 0 ? ofNumbers.putIfAbsent(code, next) : ofTexts.putIfAbsent(id, next);
        if (known == UNKNOWN) {
            if (code >= 0) {
                ids.addNumber(code);
            } else {
                ids.addText(id);
            }
        }
        last = id;
        lastNumber = known == UNKNOWN ? next : known;
        return lastNumber;
    }

    /** The number of an id; {@link #UNKNOWN} if it has none. */
    public int find(String id) {
        long code = StrictNumbers.wholeNumber(id);
        return code >= 0 ? ofNumbers.get(code) : ofTexts.getInt(id);
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
