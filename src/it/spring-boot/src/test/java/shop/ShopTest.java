package shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import multvae.serving.Recommender;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ShopTest {

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private Recommender recommender;

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_basket_has_a_list() throws Exception {
        assertThat(get("/recommendations?basket=10").body())
                .startsWith("[{\"id\":\"30\",\"title\":\"Heat (1986)\",\"score\":2.5},{\"id\":\"40\"");
    }

    @Test
    void only_what_is_in_stock_is_recommended_and_of_an_empty_stock_nothing() throws Exception {
        assertThat(get("/recommendations?basket=10&inStock=40").body()).startsWith("[{\"id\":\"40\"").doesNotContain("30");
        assertThat(get("/recommendations?basket=10&inStock=").body()).isEqualTo("[]");
    }

    @Test
    void health_names_the_model() throws Exception {
        HttpResponse<String> health = get("/actuator/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains(recommender.modelVersion());
    }
}
