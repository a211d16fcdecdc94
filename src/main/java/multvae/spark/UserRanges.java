package multvae.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import multvae.matrix.RowRanges;

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
        return RowRanges.of(user, userCount, shards);
    }

    /**
     * What a stream of random numbers is before each shard's first user: [shards].
     *
     * @param copy of the stream as it is
     * @param skip moves the stream past a user
     */
    <T> List<T> before(Supplier<T> copy, IntConsumer skip) {
        List<T> states = new ArrayList<>(shards);
        for (int user = 0; user < userCount; user++) {
            if (user == firstUser(states.size())) {
                states.add(copy.get());
            }
            skip.accept(user);
        }
        return states;
    }

    /** The first user of a shard; of the shard after the last one, the number of users. */
    int firstUser(int shard) {
        return RowRanges.first(shard, userCount, shards);
    }
}
