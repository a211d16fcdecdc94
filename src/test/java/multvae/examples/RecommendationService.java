package multvae.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import multvae.serving.Query;
import multvae.serving.Recommendation;
import multvae.serving.Recommender;

/** The second example of docs/library.md: one for the whole application, opened and closed by its container. */
final class RecommendationService implements AutoCloseable {

    private final Recommender recommender;

    RecommendationService(Path bundle) throws IOException {
        this.recommender = Recommender.open(bundle);
    }

    /** Called by as many threads as the server has. */
    List<Recommendation> forBasket(List<String> basket, List<String> inStock) {
        return recommender.recommend(Query.of(basket, 10).among(inStock)).recommendations();
    }

    @Override
    public void close() {
        recommender.close();
    }
}
