package multvae.evaluation;

import static multvae.evaluation.Rows.matrix;
import static multvae.evaluation.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import multvae.evaluation.ItemPopularity.Bucket;
import multvae.evaluation.Metrics.Figure;
import multvae.evaluation.Metrics.ItemSlice;
import multvae.evaluation.Metrics.Recommended;
import multvae.evaluation.Metrics.UserSlice;
import multvae.evaluation.UserActivity.Span;
import multvae.evaluation.UserActivity.Third;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MetricsTest {

    /** metrics.json as docs/formats.md describes it, with white space as Jackson's. */
    private static final String WRITTEN =
            """
            {
              "model" : "mult-vae",
              "fingerprints" : {
                "fetch" : "ab",
                "train" : "cd"
              },
              "users" : 3,
              "skippedUsers" : 1,
              "models" : {
                "mult-vae" : {
                  "NDCG@100" : {
                    "mean" : 0.5,
                    "standardError" : 0.0625,
                    "interval95" : [ 0.4, 0.6 ]
                  }
                },
                "ease" : {
                  "NDCG@100" : {
                    "mean" : 0.25,
                    "standardError" : 0.0625,
                    "interval95" : [ 0.2, 0.3 ]
                  }
                }
              },
              "differences" : {
                "ease" : {
                  "NDCG@100" : {
                    "mean" : 0.25,
                    "standardError" : 0.03125,
                    "interval95" : [ 1.0E-4, 0.2 ]
                  }
                }
              },
              "recommendations" : {
                "k" : 20,
                "items" : 7,
                "models" : {
                  "mult-vae" : {
                    "coverage" : 1.0,
                    "meanPopularity" : 2.5,
                    "shares" : {
                      "head" : 0.5,
                      "middle" : 0.25,
                      "tail" : 0.25
                    }
                  }
                }
              },
              "byPopularity" : {
                "head" : {
                  "items" : 2,
                  "users" : 3,
                  "models" : {
                    "mult-vae" : {
                      "NDCG@100" : {
                        "mean" : 0.5,
                        "standardError" : 0.0,
                        "interval95" : [ 0.5, 0.5 ]
                      }
                    },
                    "ease" : {
                      "NDCG@100" : {
                        "mean" : 0.125,
                        "standardError" : 0.0,
                        "interval95" : [ 0.125, 0.125 ]
                      }
                    }
                  }
                },
                "middle" : {
                  "items" : 0,
                  "users" : 0,
                  "models" : { }
                }
              },
              "byActivity" : {
                "low" : {
                  "foldInItems" : [ 1, 4 ],
                  "users" : 3,
                  "models" : {
                    "mult-vae" : {
                      "NDCG@100" : {
                        "mean" : 0.5,
                        "standardError" : 0.0,
                        "interval95" : [ 0.5, 0.5 ]
                      }
                    },
                    "ease" : {
                      "NDCG@100" : {
                        "mean" : 0.0625,
                        "standardError" : 0.0,
                        "interval95" : [ 0.0625, 0.0625 ]
                      }
                    }
                  }
                },
                "high" : {
                  "foldInItems" : [ 5, 4 ],
                  "users" : 0,
                  "models" : { }
                }
              }
            }
            """;

    @TempDir
    private Path directory;

    private static Scorer sameForAll(float... scores) {
        return (foldIn, from, to, out) -> {
            for (int row = from; row < to; row++) {
                System.arraycopy(scores, 0, out, (row - from) * scores.length, scores.length);
            }
        };
    }

    /**
     * Items 0, 1, 2 have 3, 2 and 1 train users: head, middle, tail. Test users fold in {}, {0}, {0, 1}, {} and hold
     * out {0, 2}, {1}, {2}, {}.
     */
    private static Metrics handCase() {
        DetailedEvaluator evaluator = new DetailedEvaluator(
                matrix(3, row(), row(0), row(0, 1), row()),
                matrix(3, row(0, 2), row(1), row(2), row()),
                new ItemPopularity(new int[] {3, 2, 1}),
                List.of(RankingMetric.HIT_RATE.at(1), RankingMetric.RECALL_ALL.at(2)),
                1,
                2);
        Map<String, DetailedEvaluator.Result> results = new LinkedHashMap<>();
        results.put("model", evaluator.evaluate(sameForAll(3, 2, 1)));
        results.put("other", evaluator.evaluate(sameForAll(1, 2, 3)));
        return evaluator.metrics(results, new Bootstrap(200, 4), Map.of("train", "abc"));
    }

    @Test
    void a_hand_case_holds() {
        Metrics metrics = handCase();

        assertThat(metrics.model()).isEqualTo("model");
        assertThat(metrics.users()).isEqualTo(3);
        assertThat(metrics.skippedUsers()).isEqualTo(1);

        // The model ranks 0 1 2; 1 2; 2: first hits in all. The other ranks 2 1 0; 2 1; 2: first hits except for the
        // second.
        Map<String, Map<String, Figure>> models = metrics.models();
        assertThat(models).containsOnlyKeys("model", "other");
        assertThat(models.get("model").get("HitRate@1").mean()).isEqualTo(1.0);
        assertThat(models.get("other").get("HitRate@1").mean()).isCloseTo(2 / 3.0, within(1e-15));
        // Of {0, 2}, one is among the first two of either.
        assertThat(models.get("model").get("RecallAll@2").mean()).isCloseTo(2.5 / 3, within(1e-15));
        assertThat(models.get("other").get("RecallAll@2").mean()).isCloseTo(2.5 / 3, within(1e-15));

        // Differences 0, 1, 0: variance 2 / 9.
        assertThat(metrics.differences()).containsOnlyKeys("other");
        Figure difference = metrics.differences().get("other").get("HitRate@1");
        assertThat(difference.mean()).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(difference.standardError()).isCloseTo(Math.sqrt(2 / 9.0) / Math.sqrt(3), within(1e-15));
        // A resample has 0 to 3 users with a difference, with chances 8, 12, 6 and 1 of 27.
        assertThat(difference.interval95().low()).isZero();
        assertThat(difference.interval95().high()).isBetween(2 / 3.0, 1.0);
        assertThat(models.get("model").get("HitRate@1").interval95().low()).isEqualTo(1.0);

        // The model recommends 0, 1, 2, the other 2, 2, 2.
        assertThat(metrics.recommendations().k()).isEqualTo(1);
        assertThat(metrics.recommendations().items()).isEqualTo(3);
        Recommended other = metrics.recommendations().models().get("other");
        assertThat(other.coverage()).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(other.meanPopularity()).isEqualTo(1.0);
        assertThat(other.shares().keySet()).containsExactly(Bucket.HEAD, Bucket.MIDDLE, Bucket.TAIL);
        assertThat(other.shares().get(Bucket.TAIL)).isEqualTo(1.0);

        // Users 0 and 2 hold out the tail's item 2: third of the model's first ranking, first of the other.
        assertThat(metrics.byPopularity().keySet()).containsExactly(Bucket.HEAD, Bucket.MIDDLE, Bucket.TAIL);
        ItemSlice tail = metrics.byPopularity().get(Bucket.TAIL);
        assertThat(tail.items()).isEqualTo(1);
        assertThat(tail.users()).isEqualTo(2);
        assertThat(tail.models().get("model").get("HitRate@1").mean()).isEqualTo(0.5);
        assertThat(tail.models().get("other").get("HitRate@1").mean()).isEqualTo(1.0);
        // Of the tail's two users, 0 and 1: a resample's mean is 0, 0.5 or 1, each end with a chance of 1 in 4.
        assertThat(tail.models().get("model").get("HitRate@1").interval95()).isEqualTo(new Bootstrap.Interval(0, 1));
        assertThat(tail.models().get("other").get("HitRate@1").interval95()).isEqualTo(new Bootstrap.Interval(1, 1));

        // The users who count fold in 0, 1 and 2.
        assertThat(metrics.byActivity().keySet()).containsExactly(Third.LOW, Third.MEDIUM, Third.HIGH);
        UserSlice medium = metrics.byActivity().get(Third.MEDIUM);
        assertThat(medium.foldInItems()).isEqualTo(new Span(1, 1));
        assertThat(medium.users()).isEqualTo(1);
        assertThat(medium.models().get("other").get("HitRate@1").mean()).isZero();
    }

    @Test
    void the_same_evaluation_gives_the_same_bytes_and_they_are_read_back() throws IOException {
        Path once = directory.resolve("once.json");
        Path again = directory.resolve("again.json");
        handCase().write(once);
        handCase().write(again);
        assertThat(once).hasSameBinaryContentAs(again);
        assertThat(Metrics.read(once)).isEqualTo(handCase());
    }

    @Test
    void a_file_keeps_its_bytes_when_it_is_read_and_written() throws IOException {
        Metrics metrics = Metrics.read(Files.writeString(directory.resolve("metrics.json"), WRITTEN));
        assertThat(metrics.metrics()).containsExactly("NDCG@100");
        assertThat(metrics.byActivity().get(Third.LOW).foldInItems()).isEqualTo(new Span(1, 4));
        metrics.write(directory.resolve("again.json"));
        assertThat(Files.readString(directory.resolve("again.json"))).isEqualTo(WRITTEN);
    }

    /** What of the file is replaced by what, and the line of the error if there is one. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    '"users" : 3,'                       | ''
                    '"fingerprints"'                     | '"fingerprint"'
                    '"model" : "mult-vae"'               | '"model" : "mult-dae"'
                    '[ 0.4, 0.6 ]'                       | '[ 0.4 ]'
                    '[ 0.4, 0.6 ]'                       | '[ 0.4, 0.6, 0.8 ]'
                    '[ 0.4, 0.6 ]'                       | '[ 0.4, null ]'
                    ', "interval95" : [ 0.2, 0.3 ]'      | ''
                    '[ 1, 4 ]'                           | '[ 1 ]'
                    '"mean" : 0.25'                      | '"mean" : null'
                    '"mean" : 0.25'                      | '"mean" : "many"'
                    '"head" : 0.5'                       | '"body" : 0.5'
                    '"items" : 2,'                       | '"items" : 2, "items" : 2,'
                    '"NDCG@100" : { "mean" : 0.5'         | '"NDCG@10" : { "mean" : 0.5'
                    '"k" : 20'                           | '"k" : 20 "l"'
                    '"k" : 20'                           | '"k" : 0'
                    '"k" : 20'                           | '"k" : 20.5'
                    '"k" : 20'                           | '"k" : "20"'
                    '"k" : 20'                           | '"k" : 1000000000000000000000000000000'
                    '"users" : 3, "skippedUsers"'        | '"users" : 0, "skippedUsers"'
                    '"skippedUsers" : 1'                 | '"skippedUsers" : -1'
                    '"mean" : 0.25,'                     | '"mean" : 1e400,'
                    '"mean" : 0.25,'                     | '"mean" : 2,'
                    '"mean" : 0.25,'                     | '"mean" : NaN,'
                    '"standardError" : 0.0625'           | '"standardError" : -1'
                    '[ 0.4, 0.6 ]'                       | '[ 0.6, 0.4 ]'
                    '"ease" : { "NDCG@100" : { "mean" : 0.125' | '"easy" : { "NDCG@100" : { "mean" : 0.125'
                    '"ease"'                             | '"EASE"'
                    '"ease"'                             | '"\\ud800"'
                    '"tail" : 0.25'                      | '"tail" : null'
                    ', "tail" : 0.25'                    | ''
                    '"coverage" : 1.0'                   | '"coverage" : 1.5'
                    '"meanPopularity" : 2.5'             | '"meanPopularity" : -2.5'
                    '[ 1, 4 ]'                           | '[ -1, 4 ]'
                    '"users" : 3, "models"'              | '"users" : 0, "models"'
                    """)
    void a_damaged_file_is_a_users_error_that_names_it(String what, String other) throws IOException {
        String compact = WRITTEN.replaceAll("([{,])\\s+", "$1 ");
        assertThat(compact).contains(what);
        Path file =
                Files.writeString(directory.resolve("metrics.json"), compact.replace(what, other == null ? "" : other));
        assertThatThrownBy(() -> Metrics.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining("expected the metrics of an evaluation, found ")
                .hasMessageEndingWith("; run evaluate again");
    }
}
