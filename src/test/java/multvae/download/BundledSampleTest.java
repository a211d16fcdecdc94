package multvae.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundledSampleTest {

    @TempDir
    Path temp;

    @Test
    void ratings_titles_and_terms_are_copied() throws Exception {
        BundledSample.copyTo(temp);
        // The counts that the README states: 100836 ratings across 9742 movies, and a header each.
        assertThat(Files.readAllLines(temp.resolve("ratings.csv")))
                .hasSize(100_836 + 1)
                .startsWith("userId,movieId,rating,timestamp", "1,1,4.0,964982703");
        assertThat(Files.readAllLines(temp.resolve("movies.csv")))
                .hasSize(9_742 + 1)
                .startsWith("movieId,title,genres");
        assertThat(temp.resolve("README.txt")).content().contains("Usage License");
        assertThat(temp.toFile().list()).containsExactlyInAnyOrder("ratings.csv", "movies.csv", "README.txt");
    }

    @Test
    void a_second_copy_goes_over_the_first() throws Exception {
        Files.writeString(temp.resolve("movies.csv"), "half a file");
        BundledSample.copyTo(temp);
        assertThat(temp.resolve("movies.csv")).content().startsWith("movieId,title,genres");
    }

    @Test
    void a_directory_that_is_none_is_one_line() throws Exception {
        Path file = Files.createFile(temp.resolve("file"));
        assertThatThrownBy(() -> BundledSample.copyTo(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("ratings.csv")
                .hasMessageNotContaining("\n");
    }
}
