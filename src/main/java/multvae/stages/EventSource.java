package multvae.stages;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import multvae.ratings.RatingsReader;

/**
 * Where a {@link Divider} finds the ratings.
 *
 * @param reader what their columns are; for text also how it is written
 * @param files of one data set, in their order; none if there is a table
 * @param table the name of a table of a catalogue
 * @param isParquet whether the files are Parquet's
 */
public record EventSource(RatingsReader reader, List<Path> files, Optional<String> table, boolean isParquet) {}
