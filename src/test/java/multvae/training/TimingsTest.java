package multvae.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TimingsTest {

    @TempDir
    private Path directory;

    private void write(String rows) throws IOException {
        Files.writeString(directory.resolve("timings.csv"), "epoch,seconds,users_per_second\n" + rows);
    }

    /** 200 users in two seconds and 400 in one, whatever epochs were before them. */
    @Test
    void the_speed_is_that_of_the_epochs_that_are_there() throws IOException {
        write("7,2.000,100\n8,1.000,400\n");
        assertThat(new Timings(directory).usersPerSecond()).hasValue(200);
    }

    @Test
    void without_times_there_is_no_speed() throws IOException {
        assertThat(new Timings(directory).usersPerSecond()).isEmpty();
        write("");
        assertThat(new Timings(directory).usersPerSecond()).isEmpty();
        write("1,0.000,5000000\n");
        assertThat(new Timings(directory).usersPerSecond()).isEmpty();
    }

    @Test
    void what_is_no_row_does_not_count() throws IOException {
        write("1,2.000,100\nx,1.000,7\n2,-1.000,7\n2,NaN,7\n\n3,1.0");
        assertThat(new Timings(directory).usersPerSecond()).hasValue(100);
    }

    @Test
    void a_training_begins_with_the_rows_of_the_epochs_that_it_has() throws IOException {
        write("1,2.000,100\n2,1.000,400\n3,1.0");
        Timings timings = new Timings(directory);
        timings.start(1);
        timings.append(2, 0.5, 30);
        assertThat(directory.resolve("timings.csv"))
                .hasContent("epoch,seconds,users_per_second\n1,2.000,100\n2,0.500,60\n");
    }
}
