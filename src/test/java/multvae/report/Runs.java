package multvae.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import multvae.matrix.CsrMatrix;
import multvae.matrix.ItemIndex;
import multvae.training.History;

/** Small results to report on. */
final class Runs {

    static final String HOSTILE = "<script>alert('\"')</script> & \u202e{{dataset}} <img src=x onerror=alert(1)>";

    private static final String HEADER =
            "epoch,steps,beta,learning_rate,loss,nll,kl,penalty,validation_loss,validation_nll,validation_kl,"
                    + "validation_ndcg_100,validation_recall_20,validation_recall_50\n";

    private static final String FIGURE =
            "{\"NDCG@100\": {\"mean\": 0.5, \"standardError\": 0.1, \"interval95\": [0.25, 0.75]}}";

    private Runs() {}

    /** Of a Mult-VAE with a baseline, three epochs of which the second was not evaluated. */
    static RunResult ofThreeEpochs(Path directory) throws IOException {
        return run(
                directory,
                "mult-vae",
                true,
                """
                1,5,0.1,0.001,600,590,10,0,500,495,5,0.2,0.1,0.3
                2,10,0.2,0.001,550,545,20,0,,,,,,
                3,15,0.2,0.001,540,535,30,0,480,475,9,0.25,0.15,0.35
                """,
                Optional.empty());
    }

    /** Of a Mult-DAE without baselines, one epoch. */
    static RunResult ofOneEpochOfMultDae(Path directory) throws IOException {
        return run(directory, "mult-dae", false, "1,5,0,0.001,600,590,0,10,500,495,0,0.2,0.1,0.3\n", Optional.empty());
    }

    /** Of a search for beta's cap, two epochs. */
    static RunResult ofSearch(Path directory) throws IOException {
        String rows =
                """
                1,5,0.5,0.001,600,590,10,0,500,495,5,0.2,0.1,0.3
                2,10,1,0.001,550,545,20,0,490,485,5,0.1,0.1,0.3
                """;
        Path first = Files.writeString(directory.resolve("search-history.csv"), HEADER + rows);
        return run(directory, "mult-vae", false, rows, Optional.of(History.read(first)));
    }

    private static RunResult run(
            Path directory, String model, boolean withBaseline, String history, Optional<History> search)
            throws IOException {
        Path items = Files.writeString(
                directory.resolve("items.csv"),
                "index,itemId,title\n0,10,Casablanca (1942)\n1,20,\"" + HOSTILE.replace("\"", "\"\"") + "\"\n2,30,\n");
        return new RunResult(
                "ml-tiny",
                new JsonMapper().readTree(metrics(model, withBaseline)),
                new JsonMapper()
                        .readTree(
                                """
                                [{"userId": 7, "foldIn": [10], "heldOut": [20], "recommended": [30, 20]}]
                                """),
                new JsonMapper()
                        .readTree(
                                """
                                {"ratings": 9, "ratingsAboveThreshold": 8, "events": 7, "users": 4, "itemsBeforeTrain": 3,
                                 "items": 3, "density": 0.58333, "droppedEvents": 0,
                                 "eventsPerUser": {"min": 1, "lowerQuartile": 1, "median": 2, "upperQuartile": 2, "max": 3},
                                 "eventsPerItem": {"min": 1, "lowerQuartile": 1, "median": 2, "upperQuartile": 2, "max": 3}}
                                """),
                History.read(Files.writeString(directory.resolve("history.csv"), HEADER + history)),
                search,
                new CsrMatrix(3, new int[] {0, 1, 4}, new int[] {1, 0, 1, 2}),
                ItemIndex.read(items),
                new TreeMap<>(Map.of("train.epochs", 3, "model.type", model)),
                new TreeMap<>(Map.of("train", "abc")),
                Map.of("cpu", "a processor"));
    }

    private static String metrics(String model, boolean withBaseline) throws JsonProcessingException {
        String models = "\"" + model + "\": " + FIGURE + (withBaseline ? ", \"popularity\": " + FIGURE : "");
        String recommended =
                "{\"coverage\": 0.5, \"meanPopularity\": 3.25, \"shares\": {\"head\": 0.5, \"middle\": 0.25, \"tail\": 0.25}}";
        return """
                {"model": "%s", "users": 4, "skippedUsers": 1, "models": {%s}, "differences": {%s},
                 "recommendations": {"k": 20, "items": 3, "models": {%s}},
                 "byPopularity": {"head": {"items": 1, "users": 4, "models": {%s}},
                                  "middle": {"items": 1, "users": 0, "models": {}},
                                  "tail": {"items": 1, "users": 2, "models": {%s}}},
                 "byActivity": {"low": {"foldInItems": [1, 2], "users": 4, "models": {%s}}}}
                """
                .formatted(
                        model,
                        models,
                        withBaseline ? "\"popularity\": " + FIGURE : "",
                        "\"" + model + "\": " + recommended,
                        models,
                        models,
                        models);
    }
}
