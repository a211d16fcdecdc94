package multvae.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import multvae.evaluation.Bootstrap;
import multvae.evaluation.Example;
import multvae.evaluation.ItemPopularity.Bucket;
import multvae.evaluation.Metrics;
import multvae.evaluation.Metrics.Figure;
import multvae.evaluation.Metrics.ItemSlice;
import multvae.evaluation.Metrics.Recommended;
import multvae.evaluation.Metrics.UserSlice;
import multvae.evaluation.UserActivity.Span;
import multvae.evaluation.UserActivity.Third;
import multvae.matrix.CsrMatrix;
import multvae.matrix.ItemIndex;
import multvae.split.SplitStatistics;
import multvae.split.SplitStatistics.Quantiles;
import multvae.training.History;

/** Small results to report on. */
final class Runs {

    static final String HOSTILE = "<script>alert('\"')</script> & \u202e{{dataset}} <img src=x onerror=alert(1)>";

    private static final String HEADER =
            "epoch,steps,beta,learning_rate,loss,nll,kl,penalty,validation_loss,validation_nll,validation_kl,"
                    + "validation_ndcg_100,validation_recall_20,validation_recall_50\n";

    private static final Map<String, Figure> FIGURES =
            Map.of("NDCG@100", new Figure(0.5, 0.1, new Bootstrap.Interval(0.25, 0.75)));

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
                metrics(model, withBaseline),
                Optional.empty(),
                List.of(new Example("7", List.of("10"), List.of("20"), lists(withBaseline, model))),
                new SplitStatistics(
                        "users",
                        9,
                        0,
                        8,
                        7,
                        4,
                        3,
                        3,
                        0.58333,
                        0,
                        new Quantiles(1, 1, 2, 2, 3),
                        new Quantiles(1, 1, 2, 2, 3)),
                History.read(Files.writeString(directory.resolve("history.csv"), HEADER + history)),
                search,
                new CsrMatrix(3, new int[] {0, 1, 4}, new int[] {1, 0, 1, 2}),
                ItemIndex.read(items),
                new TreeMap<>(Map.of("train.epochs", 3, "model.type", model)),
                new TreeMap<>(Map.of("train.epochs", 200, "model.type", "mult-vae")),
                new TreeMap<>(Map.of("train", "abc")),
                new RunResult.Trained(
                        "2026-07-31T09:15:00.123Z",
                        12.5,
                        OptionalDouble.of(1250.4),
                        1_500_000,
                        Map.of("cpu", "a processor")));
    }

    private static List<Example.Recommended> lists(boolean withBaseline, String model) {
        Example.Recommended ours = new Example.Recommended(model, List.of("30", "20"));
        return withBaseline ? List.of(ours, new Example.Recommended("popularity", List.of("30"))) : List.of(ours);
    }

    private static Metrics metrics(String model, boolean withBaseline) {
        Map<String, Map<String, Figure>> models = new LinkedHashMap<>();
        Map<String, Map<String, Figure>> means = new LinkedHashMap<>();
        models.put(model, FIGURES);
        means.put(model, FIGURES);
        if (withBaseline) {
            models.put("popularity", FIGURES);
            means.put("popularity", FIGURES);
        }
        Recommended recommended =
                new Recommended(0.5, 3.25, Map.of(Bucket.HEAD, 0.5, Bucket.MIDDLE, 0.25, Bucket.TAIL, 0.25));
        Map<Bucket, ItemSlice> byPopularity = new EnumMap<>(Bucket.class);
        byPopularity.put(Bucket.HEAD, new ItemSlice(1, 4, means));
        byPopularity.put(Bucket.MIDDLE, new ItemSlice(1, 0, Map.of()));
        byPopularity.put(Bucket.TAIL, new ItemSlice(1, 2, means));
        return new Metrics(
                model,
                Map.of("train", "abc"),
                4,
                1,
                models,
                withBaseline ? Map.of("popularity", FIGURES) : Map.of(),
                new Metrics.Recommendations(20, 3, Map.of(model, recommended)),
                byPopularity,
                Map.of(Third.LOW, new UserSlice(new Span(1, 2), 4, means)));
    }
}
