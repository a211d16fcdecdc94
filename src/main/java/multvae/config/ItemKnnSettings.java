package multvae.config;

/**
 * The item-kNN baseline.
 *
 * @param neighbours items that an item's score is summed over, the most similar ones, from 1
 * @param shrinkage what is added to the cosine's divisor, from 0
 */
public record ItemKnnSettings(int neighbours, double shrinkage) {

    static ItemKnnSettings read(Section itemKnn) {
        return new ItemKnnSettings(
                itemKnn.get("neighbours", ValueType.integer(1)),
                itemKnn.get("shrinkage", ValueType.number(Interval.closed(0, 1e6))));
    }
}
