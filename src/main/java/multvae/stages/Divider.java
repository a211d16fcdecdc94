package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import multvae.config.PreprocessSettings;
import multvae.ids.IdList;
import multvae.matrix.UserIndex;
import multvae.ratings.RatingsReader;
import multvae.ratings.Titles;
import multvae.split.SplitStatistics;

/** Divides ratings into the parts of a split, here or on several machines: the same bytes from both. */
public interface Divider {

    /**
     * A split without its matrices.
     *
     * @param itemIds the raw ids, by column
     * @param titles those that the ratings have
     * @param users the rows of the matrices
     * @param statistics what was kept and dropped
     */
    record Divided(IdList itemIds, Titles titles, UserIndex users, SplitStatistics statistics) {}

    /**
     * Writes the five matrices of a split by users or by time.
     *
     * @param reader how the files are written
     * @param files of one data set, in their order
     * @param directory where the matrices go
     * @throws multvae.io.UserError as reader and split describe
     */
    Divided divide(RatingsReader reader, List<Path> files, PreprocessSettings settings, Path directory)
            throws IOException;
}
