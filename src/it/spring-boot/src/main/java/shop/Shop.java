package shop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import multvae.serving.Answer;
import multvae.serving.Query;
import multvae.serving.Recommender;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
public class Shop {

    public static void main(String[] arguments) {
        SpringApplication.run(Shop.class, arguments);
    }

    /** One for the whole application: it is thread-safe. Spring closes it. A bundle that is damaged ends the start in one line. */
    @Bean
    Recommender recommender(@Value("${shop.bundle}") String bundle) throws IOException {
        return Recommender.open(Path.of(bundle));
    }

    /** GET /recommendations?basket=10&basket=20&inStock=30 */
    @RestController
    static class Recommendations {

        private final Recommender recommender;

        Recommendations(Recommender recommender) {
            this.recommender = recommender;
        }

        record Item(String id, String title, double score) {}

        @GetMapping("/recommendations")
        List<Item> recommendations(
                @RequestParam List<String> basket, @RequestParam(required = false) List<String> inStock) {
            Query query = Query.of(basket, 10);
            Answer answer = recommender.recommend(inStock == null ? query : query.among(inStock));
            return answer.recommendations().stream()
                    .map(item -> new Item(item.itemId(), item.title(), item.score()))
                    .toList();
        }
    }

    /** In GET /actuator/health: the model answers, and which one it is. */
    @Bean
    HealthIndicator model(Recommender recommender) {
        return () -> {
            boolean answers = !recommender.recommend(List.of(), 1).isEmpty();
            return (answers ? Health.up() : Health.down())
                    .withDetail("version", recommender.modelVersion())
                    .build();
        };
    }
}
