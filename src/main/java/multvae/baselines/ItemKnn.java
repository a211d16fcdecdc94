package multvae.baselines;

import java.util.Arrays;
import java.util.stream.IntStream;
import multvae.data.CsrMatrix;
import multvae.evaluation.Scorer;
import multvae.evaluation.TopK;

/**
 * Items like those that a user has. An item's neighbours are the items most similar to it, by the cosine of their train
 * users with shrinkage, |both| / (sqrt(|one| |other|) + shrinkage); its score is the sum of its similarities to those
 * neighbours that the user has folded in. As in Ferrari Dacrema, Cremonesi and Jannach, Are We Really Making Much
 * Progress?, RecSys 2019, section 2.2. Between equally similar items the lower one is the neighbour; items without a user in common are none.
 */
public final class ItemKnn implements Scorer {

    private static final int PARTS_PER_THREAD = 4;

    private final int items;

    // By neighbour, so that a fold-in item's part in all scores is one run.
    private final int[] starts; // [items + 1]; item n is a neighbour of those at starts[n] .. starts[n + 1]
    private final int[] targets; // [pairs], ascending within a run
    private final float[] similarities; // [pairs]

    /**
     * Finds every item's neighbours, in time that grows with the sum of the users' squared numbers of items.
     *
     * @param train what the train users have, [users, items]
     * @param neighbours how many an item has at the most, from 1
     * @param shrinkage from 0; the higher, the less the similarity of items with few users counts
     */
    public ItemKnn(CsrMatrix train, int neighbours, double shrinkage) {
        if (neighbours < 1 || !(shrinkage >= 0)) {
            throw new IllegalArgumentException("neighbours is " + neighbours + ", must be at least 1; shrinkage is "
                    + shrinkage + ", must be at least 0");
        }
        CoOccurrence pairs = new CoOccurrence(train);
        this.items = pairs.items();
        int[][] neighboursOf = new int[items][];
        float[][] similaritiesOf = new float[items][];
        CsrMatrix itself = new CsrMatrix(
                items,
                IntStream.rangeClosed(0, items).toArray(),
                IntStream.range(0, items).toArray());
        int parts = PARTS_PER_THREAD * Runtime.getRuntime().availableProcessors();
        IntStream.range(0, parts).parallel().forEach(part -> {
            int[] counts = new int[items];
            float[] similarity = new float[items];
            TopK nearest = new TopK(Math.min(neighbours, items));
            for (int item = part; item < items; item += parts) {
                pairs.row(item, counts);
                for (int other = 0; other < items; other++) {
                    double norms = Math.sqrt((double) pairs.users(item) * pairs.users(other));
                    similarity[other] = counts[other] == 0 ? 0 : (float) (counts[other] / (norms + shrinkage));
                }
                int found = nearest.rank(similarity, 0, itself, item);
                while (found > 0 && nearest.score(found - 1) == 0) {
                    found--;
                }
                neighboursOf[item] =
                        IntStream.range(0, found).map(nearest::item).toArray();
                similaritiesOf[item] = new float[found];
                for (int n = 0; n < found; n++) {
                    similaritiesOf[item][n] = nearest.score(n);
                }
            }
        });
        this.starts = new int[items + 1];
        for (int[] own : neighboursOf) {
            for (int neighbour : own) {
                starts[neighbour + 1]++;
            }
        }
        Arrays.parallelPrefix(starts, Math::addExact);
        this.targets = new int[starts[items]];
        this.similarities = new float[starts[items]];
        int[] next = starts.clone();
        for (int item = 0; item < items; item++) {
            for (int n = 0; n < neighboursOf[item].length; n++) {
                int at = next[neighboursOf[item][n]]++;
                targets[at] = item;
                similarities[at] = similaritiesOf[item][n];
            }
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where {@code foldIn} has not the items of the train matrix
     */
    @Override
    public void score(CsrMatrix foldIn, int from, int to, float[] scores) {
        TrainItems.require(foldIn, items);
        IntStream.range(from, to).parallel().forEach(row -> {
            int offset = (row - from) * items;
            Arrays.fill(scores, offset, offset + items, 0);
            for (int n = foldIn.rowStart(row); n < foldIn.rowStart(row + 1); n++) {
                int seen = foldIn.column(n);
                for (int k = starts[seen]; k < starts[seen + 1]; k++) {
                    scores[offset + targets[k]] += similarities[k];
                }
            }
        });
    }
}
