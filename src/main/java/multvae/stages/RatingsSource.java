package multvae.stages;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import multvae.config.DataSettings;
import multvae.data.Dataset;
import multvae.data.RatingsFormat;
import multvae.error.UserError;
import multvae.pipeline.Input;

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
                : FetchStage.NAME + "/" + dataset.orElseThrow().ratingsFile();
    }

    /** The ratings, and the titles beside them where there are any. */
    List<Input> inputs() {
        if (!isUsersFile()) {
            return List.of(
                    Input.of(FetchStage.NAME, dataset.orElseThrow().ratingsFile()),
                    Input.of(FetchStage.NAME, format().moviesFile()));
        }
        return usersFiles();
    }

    /** The user's files as declared inputs; none where the ratings are fetched. */
    List<Input> usersFiles() {
        List<Input> inputs = new ArrayList<>();
        ratings.ifPresent(file -> {
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw new UserError(
                        "data.ratings",
                        "a readable file",
                        file
                                + (Files.isDirectory(file)
                                        ? ", a directory"
                                        : Files.exists(file) ? "" : ", which is missing"),
                        "name another with -Ddata.ratings=FILE");
            }
            inputs.add(Input.external("ratings", file));
            Path movies = file.resolveSibling(format().moviesFile());
            if (Files.isRegularFile(movies)) {
                inputs.add(Input.external("movies", movies));
            }
        });
        return inputs;
    }
}
