package multvae.spark;

import java.util.List;
import multvae.config.DataSettings.Duplicates;
import multvae.io.UserError;
import org.apache.spark.api.java.JavaRDD;

/** Where rows come from. */
interface Source {

    /**
     * Reads the rows, once Spark asks for them.
     *
     * @param partitions into about how many parts
     */
    JavaRDD<ReadPart> read(int partitions);

    /** The files in the order of their rows, as {@link ReadPart#file} has them. */
    List<String> files();

    /** Which row counts of those with the same user and item. */
    Duplicates duplicates(boolean explicit);

    /** The error if there is no row. */
    UserError empty();

    /** The error for two rows of the same user and item. */
    UserError repeated(String userId, String itemId);

    /** Where the first row of a user and an item is, in words. */
    String place(String userId, String itemId);
}
