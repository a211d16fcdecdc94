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
                itemKnn.get("neighbours", Kind.integer(1)),
                itemKnn.get("shrinkage", Kind.number(Interval.closed(0, 1e6))));
    }
}
