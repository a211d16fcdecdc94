package multvae.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import multvae.io.UserError;
import multvae.testing.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random configurations, made of what HOCON is made of, end with settings or with a line. */
final class ConfigurationFuzzTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60); // a hang has no end; a busy machine is slow
    private static final long SMALL_STACK = 512 << 10;
    private static final String WORD = "hunter2";

    private static final List<String> KEYS = List.of(
            "train",
            "train.epochs",
            "train.batchSize",
            "train.seed",
            "train.anneal",
            "train.anneal.cap",
            "train.anneal.epochs",
            "model",
            "model.pDims",
            "model.qDims",
            "data",
            "data.dataset",
            "data.archives",
            "data.jdbc.url",
            "epochs",
            "pDims",
            "anneal",
            "a",
            "b.c",
            "\"b.c\"",
            "\"\"",
            "sweep.grid",
            "tune.space",
            "tune.trials",
            "evaluate.metrics");

    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "[",
            "]",
            "=",
            ":",
            "+=",
            ",",
            "\n",
            "\n",
            " ",
            "\"",
            "\"\"\"",
            "\"\"",
            "\\",
            "\\u00e9",
            "\\u-001",
            "#",
            "//",
            "/",
            "$",
            "${",
            "${?",
            "}",
            ".",
            "..",
            "include",
            "include \"1.conf\"",
            "include \"2.conf\"",
            "include required(file(\"2.conf\"))",
            "include url(\"http://127.0.0.1:1/\")",
            "include classpath(\"a\")",
            "null",
            "true",
            "false",
            "1",
            "-1",
            "1e9",
            "1e999999999",
            "0.5",
            "x",
            "é",
            "\uFEFF",
            "\u00A0",
            "\u2028",
            "\0",
            "()",
            "+",
            "`",
            "@",
            "*",
            "[]",
            "${?PATH}",
            "\"ndcg@5\"",
            "\"train.epochs = 1, 2\"",
            "\"train.epochs = {{\"",
            "'",
            "\t",
            "\r\n",
            WORD);

    @TempDir
    private Path directory;

    private record Outcome(String message, Throwable bug) {}

    @Test
    void every_text_ends_with_settings_or_a_line() throws Exception {
        LoadedText text = new LoadedText(directory);
        int loaded = 0;
        for (int seed = 0; seed < Mutations.COUNT; seed++) {
            Random random = new Random(seed);
            text.write("1.conf", configuration(random));
            text.write("2.conf", configuration(random));
            String configuration = configuration(random);
            Map<String, String> overrides =
                    random.nextInt(4) > 0 ? Map.of() : Map.of(pick(random, KEYS).replace("\"", ""), value(random, 3));
            Outcome outcome = outcome(text, configuration, overrides);
            assertThat(outcome.bug)
                    .as("seed %d: %s %s", seed, configuration, overrides)
                    .isNull();
            loaded += outcome.message.isEmpty() ? 1 : 0;
        }
        assertThat(loaded).as("so that more than parsing is tried").isGreaterThan(Mutations.COUNT / 50);
    }

    @Test
    void no_line_repeats_a_word_of_an_included_file() throws Exception {
        LoadedText text = new LoadedText(directory);
        text.write("2.conf", "");
        for (int seed = 0; seed < Mutations.COUNT; seed++) {
            Random random = new Random(-1 - seed);
            text.write(
                    "1.conf",
                    configuration(random) + (random.nextBoolean() ? "" : "\n" + pick(random, KEYS) + "=" + WORD));
            String configuration = configuration(random).replace(WORD, "x") + "\ninclude \"1.conf\"\n"
                    + configuration(random).replace(WORD, "x");
            Outcome outcome = outcome(text, configuration, Map.of());
            assertThat(outcome.bug).as("seed %d: %s", seed, configuration).isNull();
            assertThat(outcome.message).as("seed %d: %s", seed, configuration).doesNotContain(WORD);
        }
    }

    private static Outcome outcome(LoadedText text, String configuration, Map<String, String> overrides)
            throws Exception {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Runnable load = () -> {
            try {
                text.load(configuration, overrides);
                outcome.complete(new Outcome("", null));
            } catch (UserError error) {
                outcome.complete(new Outcome(error.getMessage(), null));
            } catch (Throwable bug) {
                outcome.complete(new Outcome("", bug));
            }
        };
        Thread thread = new Thread(null, load, "load", SMALL_STACK);
        thread.setDaemon(true);
        thread.start();
        return outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Lines that are mostly right, and soup. */
    private static String configuration(Random random) {
        StringBuilder configuration = new StringBuilder("data.dataset = ml-1m\n");
        for (int lines = random.nextInt(8); lines > 0; lines--) {
            switch (random.nextInt(8)) {
                case 0 -> configuration.append(soup(random));
                case 1 ->
                    configuration
                            .append("include \"")
                            .append(1 + random.nextInt(2))
                            .append(".conf\"");
                case 2 -> configuration.append(pick(random, KEYS)).append("+=").append(value(random, 3));
                case 3 -> configuration.append(good(random).repeat(1 + random.nextInt(3)));
                default ->
                    configuration.append(pick(random, KEYS)).append(" = ").append(value(random, 3));
            }
            configuration.append('\n');
        }
        return configuration.toString();
    }

    private static String good(Random random) {
        return pick(
                random,
                List.of(
                        "train.epochs = ${train.batchSize}\n",
                        "model.pDims = ${model.pDims} [3]\n",
                        "model.pDims = [4, 5]\n",
                        "model.pDims += 5\n",
                        "train { epochs = 30, anneal.epochs = ${train.epochs} }\n",
                        "train = ${train} { epochs = 3 }\n",
                        "train.anneal = ${train.anneal} { cap = 0.1 }\n",
                        "data.archives = \"a\"${data.archives}\n",
                        "train.seed = ${train.seed}${train.seed}\n",
                        "train { include \"1.conf\" }\n"));
    }

    private static String value(Random random, int depth) {
        int kind = random.nextInt(depth > 0 ? 8 : 4);
        return switch (kind) {
            case 0 -> pick(random, TOKENS);
            case 1 -> String.valueOf(random.nextInt(300));
            case 2 -> "${" + (random.nextBoolean() ? "?" : "") + pick(random, KEYS) + "}";
            case 3 -> "\"" + pick(random, KEYS).replace("\"", "") + "\"";
            case 4 -> "[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
            case 5 -> "{" + pick(random, KEYS) + " = " + value(random, depth - 1) + "}";
            case 6 -> value(random, depth - 1) + value(random, depth - 1);
            default -> value(random, depth - 1) + " " + value(random, depth - 1);
        };
    }

    private static String soup(Random random) {
        StringBuilder soup = new StringBuilder();
        for (int tokens = random.nextInt(12); tokens > 0; tokens--) {
            soup.append(pick(random, random.nextInt(3) == 0 ? KEYS : TOKENS)
                    .repeat(random.nextInt(20) == 0 ? random.nextInt(3_000) : 1));
        }
        return soup.toString();
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
