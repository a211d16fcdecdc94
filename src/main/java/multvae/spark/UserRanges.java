package multvae.spark;

import java.io.Serializable;

/**
 * Which users a shard has: each has a range of them, of nearly the same size.
 *
 * @param userCount all users, at least as many as shards
 * @param shards how many shards there are
 */
record UserRanges(int userCount, int shards) implements Serializable {

    private static final long serialVersionUID = 1;

    /** The shard that has a user. */
    int shardOf(int user) {
        return (int) ((long) user * shards / userCount);
    }

    /** The first user of a shard; of the shard after the last one, the number of users. */
    int firstUser(int shard) {
        return (int) (((long) shard * userCount + shards - 1) / shards);
    }
}
