package multvae.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import multvae.config.DataSettings.Duplicates;
import multvae.ratings.EventList;
import multvae.ratings.Rows;

/** The rows of a shard's users. */
final class ShardRows {

    private final List<Rows> ofSources;
    private final Rows all;
    private final int[] positions; // [rows]
    private final PartRanges parts;
    private final int userCount;
    private final int itemCount;

    ShardRows(List<Rows> ofSources, int[] positions, PartRanges parts, int userCount, int itemCount) {
        this.ofSources = ofSources;
        this.all = ofSources.size() == 1 ? ofSources.get(0) : Rows.concat(ofSources);
        this.positions = positions;
        this.parts = parts;
        this.userCount = userCount;
        this.itemCount = itemCount;
    }

    CountedShard counted(int index, int firstUser, List<Duplicates> duplicates) {
        BitSet kept = new BitSet(all.size());
        int repeated = 0;
        RepeatedPair pair = null;
        int from = 0;
        for (int source = 0; source < ofSources.size(); source++) {
            Rows own = ofSources.get(source);
            Rows.Counted counted = own.count(duplicates.get(source), userCount, itemCount);
            repeated += counted.repeated();
            for (int row = counted.rows().nextSetBit(0);
                    row >= 0;
                    row = counted.rows().nextSetBit(row + 1)) {
                kept.set(from + row);
            }
            if (pair == null && duplicates.get(source) == Duplicates.ERROR && counted.firstRepeated() >= 0) {
                BitSet rows = new BitSet();
                rows.set(from, from + own.size());
                pair = firstPair(rows, firstUser);
            }
            from += own.size();
        }
        if (pair == null && ofSources.size() > 1) {
            pair = firstPair(kept, firstUser);
        }
        Shard shard =
                new Shard(index, firstUser, userCount, all.users(), all.items(), positions, all.times()).select(kept);
        return new CountedShard(shard, shard.size(), repeated, pair);
    }

    /** The first row among these that repeats another, of the user who comes first in the files; null if there is none. */
    private RepeatedPair firstPair(BitSet among, int firstUser) {
        int[] rows = among.stream().toArray();
        int[] numbers = numbersByAppearance();
        int[] users = Arrays.stream(rows).map(row -> numbers[all.users()[row]]).toArray();
        int[] items = Arrays.stream(rows).map(row -> all.items()[row]).toArray();
        List<int[]> found = new ArrayList<>(1);
        new EventList(users, items).forEachRepeated(userCount, itemCount, (before, after) -> {
            if (found.isEmpty()) {
                found.add(new int[] {rows[before], rows[after]});
            }
            return before;
        });
        if (found.isEmpty()) {
            return null;
        }
        int first = found.get(0)[0];
        int second = found.get(0)[1];
        int user = all.users()[second];
        int firstRow = 0;
        while (all.users()[firstRow] != user) {
            firstRow++;
        }
        return new RepeatedPair(
                parts.sourceOfRow(positions[first], 0),
                parts.sourceOfRow(positions[second], 0),
                positions[firstRow],
                firstUser + user,
                all.items()[second]);
    }

    /** The users' numbers in the order in which they first come, from 0. */
    private int[] numbersByAppearance() {
        int[] numbers = new int[userCount];
        Arrays.fill(numbers, -1);
        int next = 0;
        for (int user : all.users()) {
            if (numbers[user] < 0) {
                numbers[user] = next++;
            }
        }
        return numbers;
    }
}
