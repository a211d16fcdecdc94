package multvae.evaluation;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a scorer recommends to all users who count, as one list: the first k items of each.
 *
 * @param k how many of a user's best items are recommended, from 1; fewer where the user has fewer that are not folded in
 * @param coverage the proportion of the catalogue's items that are recommended to somebody
 * @param meanPopularity the mean number of train users of a recommended item, counted as often as it is recommended
 * @param shares the proportion of the recommendations that are of each bucket; they sum to 1
 */
public record Recommendations(int k, double coverage, double meanPopularity, Map<PopularityBucket, Double> shares) {

    public Recommendations {
        shares = Map.copyOf(shares);
    }

    /**
     * Sums up; all 0 where nothing is recommended because everybody has seen everything.
     *
     * @param times how often each item is recommended, [items]
     */
    static Recommendations of(int k, int[] times, ItemPopularity popularity) {
        long recommended = 0;
        long users = 0;
        int distinct = 0;
        Map<PopularityBucket, Long> byBucket = new EnumMap<>(PopularityBucket.class);
        for (int item = 0; item < times.length; item++) {
            recommended += times[item];
            users += (long) times[item] * popularity.users(item);
            distinct += times[item] > 0 ? 1 : 0;
            byBucket.merge(popularity.bucket(item), (long) times[item], Long::sum);
        }
        double divisor = Math.max(1, recommended);
        Map<PopularityBucket, Double> shares = new EnumMap<>(PopularityBucket.class);
        for (PopularityBucket bucket : PopularityBucket.values()) {
            shares.put(bucket, byBucket.getOrDefault(bucket, 0L) / divisor);
        }
        return new Recommendations(k, (double) distinct / times.length, users / divisor, shares);
    }
}
