package multvae.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import multvae.io.UserError;
import multvae.split.SplitStatistics.Quantiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SplitStatisticsTest {

    /** statistics.json as docs/formats.md describes it. */
    private static final String WRITTEN =
            """
            {
              "split" : "users",
              "ratings" : 9,
              "repeated" : 0,
              "ratingsAboveThreshold" : 8,
              "events" : 7,
              "users" : 4,
              "itemsBeforeTrain" : 3,
              "items" : 2,
              "density" : 0.583,
              "droppedEvents" : 1,
              "eventsPerUser" : {
                "min" : 1,
                "lowerQuartile" : 2,
                "median" : 3,
                "upperQuartile" : 4,
                "max" : 5
              },
              "eventsPerItem" : {
                "min" : 6,
                "lowerQuartile" : 7,
                "median" : 8,
                "upperQuartile" : 9,
                "max" : 10
              }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void a_file_keeps_its_bytes_when_it_is_read_and_written() throws IOException {
        SplitStatistics statistics =
                SplitStatistics.read(Files.writeString(directory.resolve("statistics.json"), WRITTEN));
        assertThat(statistics)
                .isEqualTo(new SplitStatistics(
                        "users",
                        9,
                        0,
                        8,
                        7,
                        4,
                        3,
                        2,
                        0.583,
                        1,
                        new Quantiles(1, 2, 3, 4, 5),
                        new Quantiles(6, 7, 8, 9, 10)));
        statistics.write(directory.resolve("again.json"));
        assertThat(Files.readString(directory.resolve("again.json"))).isEqualTo(WRITTEN);
    }

    @Test
    void a_file_without_a_field_is_a_users_error_that_names_it() throws IOException {
        Path file = Files.writeString(
                directory.resolve("statistics.json"), WRITTEN.replaceAll("(?s),\\s+\"eventsPerItem\" : \\{.*?\\}", ""));
        assertThatThrownBy(() -> SplitStatistics.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining("expected the statistics of a split, found ")
                .hasMessageEndingWith("; run preprocess again");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    '"split" : "users"'     | '"split" : "usual"'         | split is "usual"
                    '"split" : "users"'     | '"split" : null'            | no value of split
                    '"ratings" : 9'         | '"ratings" : -9'            | ratings is -9, must be at least 0
                    '"ratings" : 9'         | '"ratings" : 9.5'           | another value of ratings
                    '"ratings" : 9'         | '"ratings" : "9"'           | another value of ratings
                    '"ratings" : 9'         | '"ratings" : 3000000000'    | another value of ratings
                    '"ratings" : 9'         | '"rating" : 9'              | another value of ratings
                    '"ratings" : 9'         | '"ratings" : 9, "x" : 1'    | the unknown field x
                    '"density" : 0.583'     | '"density" : 1e400'         | a number beyond 64 bits
                    '"density" : 0.583'     | '"density" : 2'             | density is 2.0, must be from 0.0 to 1.0
                    '"median" : 3'          | '"median" : 5'              | eventsPerUser: upperQuartile is 4, must be at least 5
                    '"min" : 1'             | '"min" : -1'                | eventsPerUser: min is -1, must be at least 0
                    '"max" : 10'            | '"max" : {}'                | another value of eventsPerItem.max
                    """)
    void what_no_split_has_is_refused_by_name(String what, String other, String problem) throws IOException {
        assertThat(WRITTEN).contains(what);
        Path file = Files.writeString(directory.resolve("statistics.json"), WRITTEN.replace(what, other));
        assertThatThrownBy(() -> SplitStatistics.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ":")
                .hasMessageContaining("expected the statistics of a split, found " + problem)
                .message()
                .doesNotContain("multvae", "java.");
    }
}
