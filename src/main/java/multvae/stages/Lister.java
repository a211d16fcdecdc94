package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import multvae.ratings.RatingsReader;
import multvae.serving.ListFormat;
import multvae.serving.Query;

/** Writes the lists of many users on several machines: each user's as one machine would write it. */
public interface Lister {

    /**
     * What was written.
     *
     * @param users in the file
     * @param parts files of lists in the directory
     * @param partsBefore how many of them an earlier, interrupted job had written
     * @param byPopularity users, in the other parts, without an item that the model knows
     * @param unknownRows rows, in the other parts, of items that the model does not know
     */
    record Outcome(long users, int parts, int partsBefore, long byPopularity, long unknownRows) {}

    /**
     * Writes a directory of files, users in them by raw id. A part is complete or not there; the same call writes those that are
     * missing.
     *
     * @param model the directory of a run or a bundle, which every machine finds there
     * @param version of the model, as {@link multvae.serving.Recommender#modelVersion}
     * @param reader how the file of users is written
     * @param users the file of users
     * @param like what each user is asked for, with the user's own likes instead of these
     * @throws multvae.io.UserError if an executor does not see the files, or has no memory for the model
     */
    Outcome write(
            Path model,
            String version,
            RatingsReader reader,
            List<Path> users,
            Query like,
            ListFormat format,
            Path directory)
            throws IOException;
}
