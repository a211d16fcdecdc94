package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import multvae.ratings.RatingsReader;
import multvae.serving.ListFormat;
import multvae.serving.Query;

/** Writes the lists of many users on several machines: each user's as one machine would write it. */
public interface Lister {

    /** How lists are written. */
    enum Format {
        CSV("csv"),
        JSONL("jsonl"),
        /** The columns of CSV: user, rank, item, score, source. */
        PARQUET("parquet");

        private final String ending;

        Format(String ending) {
            this.ending = ending;
        }

        /** The ending of such a file's name. */
        public String ending() {
            return ending;
        }

        /** The same as text; nothing if it is none. */
        public Optional<ListFormat> text() {
            return this == PARQUET ? Optional.empty() : Optional.of(ListFormat.valueOf(name()));
        }
    }

    /**
     * What was written.
     *
     * @param users in the file
     * @param rows in the file
     * @param rowsBelow how many of them are no events, since their ratings are not above the threshold
     * @param parts files of lists in the directory
     * @param partsBefore how many of them an earlier, interrupted job had written
     * @param byPopularity users, in the other parts, without an item that the model knows
     * @param unknownRows rows, in the other parts, of items that the model does not know
     */
    record Outcome(
            long users, long rows, long rowsBelow, int parts, int partsBefore, long byPopularity, long unknownRows) {}

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
            Format format,
            Path directory)
            throws IOException;
}
