package multvae.spark;

import java.nio.file.Path;
import java.util.List;
import multvae.config.DataSettings.Duplicates;
import multvae.io.UserError;
import multvae.ratings.RatingsReader;

/** Rows of files. */
interface FileSource extends Source {

    /** What knows how they are to be read. */
    RatingsReader reader();

    /** The files in the order of their rows. */
    List<Path> paths();

    @Override
    default List<String> files() {
        return paths().stream().map(Path::toString).toList();
    }

    @Override
    default Duplicates duplicates(boolean explicit) {
        return reader().duplicates(explicit);
    }

    @Override
    default UserError empty() {
        return reader().empty(paths());
    }
}
