package multvae.stages;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import multvae.config.DataSettings;
import multvae.ratings.Dataset;
import multvae.ratings.RatingsFormat;
import multvae.run.Input;
import multvae.run.RunLayout;

/**
 * Where preprocess finds the ratings: in fetch's directory, or in a file of the user's, which is never copied.
 *
 * @param dataset the data set that the settings name, if any
 * @param ratings the user's file, if any
 */
record RatingsSource(Optional<Dataset> dataset, Optional<Path> ratings) {

    static RatingsSource of(DataSettings data) {
        return new RatingsSource(data.dataset().flatMap(Dataset::named), data.ratings());
    }

    RatingsFormat format() {
        return dataset.map(Dataset::format).orElse(RatingsFormat.CSV);
    }

    boolean isUsersFile() {
        return ratings.isPresent();
    }

    String ratingsInput() {
        return isUsersFile()
                ? "ratings"
                : RunLayout.FETCH + "/" + dataset.orElseThrow().ratingsFile();
    }

    /** The ratings, and the titles beside them if there are any. */
    List<Input> inputs() {
        if (!isUsersFile()) {
            return List.of(
                    Input.of(new RunLayout.Artifact(
                            RunLayout.FETCH, dataset.orElseThrow().ratingsFile())),
                    Input.of(new RunLayout.Artifact(RunLayout.FETCH, format().moviesFile())));
        }
        return usersFiles();
    }

    /** The user's files as declared inputs; none if the ratings are fetched. */
    List<Input> usersFiles() {
        return ratings.map(file -> List.of(
                        Input.external("ratings", "data.ratings", file),
                        Input.optional("movies", file.resolveSibling(format().moviesFile()))))
                .orElse(List.of());
    }
}
