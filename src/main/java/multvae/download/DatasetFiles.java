package multvae.download;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A data set's files, side by side in one directory.
 *
 * @param ratings named as in the archive: {@code ratings.csv}, {@code ratings.dat} or {@code u.data}
 * @param movies the titles; empty where the archive has none
 * @param readme the data set's own terms of use; empty where the archive has none
 */
public record DatasetFiles(Path ratings, Optional<Path> movies, Optional<Path> readme) {}
