package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.training.StopRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A number of held-out users that cannot be, before the ratings are read. */
final class KnownUsersTest {

    @TempDir
    private Path directory;

    private Path config;
    private Path run;

    private final ErrorLog log = new ErrorLog();

    @BeforeEach
    void write_a_configuration() throws IOException {
        config = Files.writeString(directory.resolve("x.conf"), "");
        run = directory.resolve("run");
    }

    @AfterEach
    void stop_listening() {
        log.close();
    }

    private int execute(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, config.toString(), "-Drun.directory=" + run));
        arguments.addAll(List.of(more));
        return Commands.execute(new StopRequest(), arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "run", "fetch", "sweep"})
    void of_a_data_set_of_the_catalogue_nothing_is_fetched(String command) {
        assertThat(execute(command, "-Ddata.dataset=ml-latest-small", "-Dpreprocess.heldOutUsers=305"))
                .isEqualTo(Failures.USER_ERROR);
        assertThat(log.errors())
                .isEqualTo(
                        "preprocess.heldOutUsers: expected less than half of the 610 users of ml-latest-small, found 305;"
                                + " lower it, or write auto for a tenth of the users, or drop fewer users");
        assertThat(run).doesNotExist();
    }

    @Test
    void of_data_that_was_preprocessed_before_the_users_are_known() throws IOException {
        Path ratings = Files.writeString(directory.resolve("ratings.csv"), ratings(40));
        String own = "-Ddata.ratings=" + ratings;
        assertThat(execute("plan", own, "-Dpreprocess.heldOutUsers=20")).isZero(); // nobody has counted yet
        assertThat(execute("run", own, "--stage", "fetch,preprocess")).isZero();
        UserIndex users = UserIndex.read(run.resolve("preprocess/users.csv"));
        assertThat(users.size(Part.VALIDATION)).isEqualTo(4); // auto
        assertThat(users.size(Part.TEST)).isEqualTo(4);

        for (String command : List.of("plan", "run", "preprocess")) {
            assertThat(execute(command, own, "-Dpreprocess.heldOutUsers=20")).isEqualTo(Failures.USER_ERROR);
        }
        assertThat(log.errors().lines())
                .hasSize(3)
                .allMatch(line ->
                        line.startsWith("preprocess.heldOutUsers: expected less than half of the 40 users, found 20;"));
        assertThat(execute("plan", own, "-Dpreprocess.heldOutUsers=19")).isZero();
        Files.writeString(ratings, ratings(41)); // so 20 may do
        assertThat(execute("plan", own, "-Dpreprocess.heldOutUsers=20")).isZero();
    }

    private static String ratings(int users) {
        StringBuilder rows = new StringBuilder("user,item\n");
        for (int user = 0; user < users; user++) {
            for (int item = 0; item < 6; item++) {
                rows.append(user).append(',').append(item).append('\n');
            }
        }
        return rows.toString();
    }
}
