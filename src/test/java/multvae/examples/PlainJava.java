package multvae.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import multvae.serving.Answer;
import multvae.serving.Query;
import multvae.serving.Recommendation;
import multvae.serving.Recommender;

/** The first example of docs/library.md. */
final class PlainJava {

    private PlainJava() {}

    static void print(Path bundle) throws IOException {
        try (Recommender recommender = Recommender.open(bundle)) {
            for (Recommendation item : recommender.recommend(List.of("10"), 2)) {
                System.out.println(item.title() + " " + item.score());
            }

            String casino = recommender.items().byTitle("Casino (1995)").get(0).id();
            Query query =
                    Query.of(List.of("10", casino), 5).excluding(List.of("30")).explained();
            Answer answer = recommender.recommend(query);
            System.out.println(answer.popularity() + " " + answer.recommendations());
        }
    }
}
