package multvae.stages;

import java.nio.file.Path;
import java.util.List;
import multvae.ratings.RatingsReader;

/** Where a {@link Divider} finds the ratings. */
public sealed interface EventSource {

    /** What their columns are; for text also how it is written. */
    RatingsReader reader();

    /** The files of one data set, in their order; none of a table. */
    List<Path> files();

    /** Tables or lists. */
    record TextFiles(RatingsReader reader, List<Path> files) implements EventSource {}

    /** Parquet files, or what their names say is Parquet. */
    record ParquetFiles(RatingsReader reader, List<Path> files) implements EventSource {}

    /** A table of the engine's {@link Catalogue}. */
    record CatalogueTable(RatingsReader reader, String name) implements EventSource {

        @Override
        public List<Path> files() {
            return List.of();
        }
    }
}
