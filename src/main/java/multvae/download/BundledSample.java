package multvae.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import multvae.io.TextFile;
import multvae.ratings.Dataset;

/** The one data set that ships inside the program: MovieLens latest-small with its terms of use. */
public final class BundledSample {

    private static final Dataset DATASET = Dataset.catalogue().get(0);

    private BundledSample() {}

    /**
     * Copies the sample's ratings, titles and README to {@code directory}, over what has those names there.
     *
     * @param directory exists
     * @throws multvae.io.UserError if it cannot be written to
     */
    public static void copyTo(Path directory) {
        copy(DATASET.ratingsEntry(), directory);
        copy(DATASET.moviesEntry(), directory);
        copy(DATASET.name() + "/README.txt", directory);
    }

    private static void copy(String resource, Path directory) {
        Path target = directory.resolve(resource.substring(resource.lastIndexOf('/') + 1));
        try (InputStream in = BundledSample.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + resource);
            }
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw TextFile.unwritable(target, e);
        }
    }
}
