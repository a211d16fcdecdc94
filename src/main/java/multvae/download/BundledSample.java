package multvae.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import multvae.download.ArchiveExtractor.DatasetFiles;
import multvae.io.IoReason;
import multvae.io.UserError;
import multvae.ratings.Dataset;

/** The one data set that ships inside the program: MovieLens latest-small with its terms of use. */
public final class BundledSample {

    private static final Dataset DATASET = Dataset.catalogue().get(0);

    private BundledSample() {}

    /**
     * Copies the sample's ratings, titles and README to {@code directory}, over what has those names there.
     *
     * @param directory exists
     * @throws UserError if it cannot be written to
     */
    public static DatasetFiles copyTo(Path directory) {
        Path ratings = copy(DATASET.ratingsEntry(), directory);
        Path movies = copy(DATASET.moviesEntry(), directory);
        Path readme = copy(DATASET.name() + "/README.txt", directory);
        return new DatasetFiles(ratings, Optional.of(movies), Optional.of(readme));
    }

    private static Path copy(String resource, Path directory) {
        Path target = directory.resolve(resource.substring(resource.lastIndexOf('/') + 1));
        try (InputStream in = BundledSample.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + resource);
            }
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
            return target;
        } catch (IOException e) {
            throw new UserError(
                    target.toString(),
                    "room and permission to write",
                    IoReason.of(e),
                    "make room, then run the same command again",
                    e);
        }
    }
}
