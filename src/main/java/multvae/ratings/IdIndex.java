package multvae.ratings;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/** Raw ids to dense indices in order of first appearance. */
final class IdIndex {

    private final Long2IntOpenHashMap indices = new Long2IntOpenHashMap();
    private final LongArrayList ids = new LongArrayList();
    private long lastId = -1; // files are mostly sorted by user: most look-ups repeat the last one
    private int lastIndex;

    IdIndex() {
        indices.defaultReturnValue(-1);
    }

    int of(long id) {
        if (id != lastId) {
            lastId = id;
            lastIndex = indices.get(id);
            if (lastIndex < 0) {
                lastIndex = ids.size();
                indices.put(id, lastIndex);
                ids.add(id);
            }
        }
        return lastIndex;
    }

    int size() {
        return ids.size();
    }

    long id(int index) {
        return ids.getLong(index);
    }

    long[] ids() {
        return ids.toLongArray();
    }
}
