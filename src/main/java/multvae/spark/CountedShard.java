package multvae.spark;

import java.io.Serializable;

/**
 * A shard's events, what was dropped of its rows, and two rows that may not both be there, if there are such.
 *
 * @param shard null once only the rest is asked for
 * @param events how many it has
 * @param repeated how many rows do not count
 * @param pair the first; null if there is none
 */
record CountedShard(Shard shard, int events, int repeated, RepeatedPair pair) implements Serializable {

    private static final long serialVersionUID = 1;

    CountedShard withoutEvents() {
        return new CountedShard(null, events, repeated, pair);
    }
}
