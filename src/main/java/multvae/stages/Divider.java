package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import multvae.config.PreprocessSettings;
import multvae.ids.IdList;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.ratings.Titles;
import multvae.split.SplitStatistics;

/** Divides ratings into the parts of a split, here or on several machines: the same bytes from both. */
public interface Divider {

    /**
     * A split without its matrices.
     *
     * @param explicit whether the rows have ratings
     * @param itemIds the raw ids, by column
     * @param titles those that the ratings have
     * @param users the rows of the matrices
     * @param statistics what was kept and dropped
     */
    record Divided(boolean explicit, IdList itemIds, Titles titles, UserIndex users, SplitStatistics statistics) {}

    /**
     * Writes the five matrices of a split by users or by time.
     *
     * @param source where the ratings are
     * @param directory where the matrices go
     * @throws multvae.io.UserError as reader and split describe, or if the engine does not read such a source
     */
    Divided divide(EventSource source, PreprocessSettings settings, Path directory) throws IOException;

    /**
     * Writes the five matrices of a split that comes in files.
     *
     * @param parts the files of train and test, and perhaps of validation
     * @param directory where the matrices go
     * @throws multvae.io.UserError as {@link #divide}, or if a pair of user and item is in two parts
     */
    Divided divideGiven(Map<Part, EventSource> parts, PreprocessSettings settings, Path directory) throws IOException;
}
