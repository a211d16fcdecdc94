package multvae.stages;

import multvae.ratings.RatingsReader;

/** The tables that an engine knows by name. */
public interface Catalogue {

    /**
     * What a table has, in the columns that are read.
     *
     * @param rows how many
     * @param checksum of them all; it does not depend on their order
     */
    record Content(long rows, String checksum) {}

    /**
     * Looks through a table.
     *
     * @throws multvae.io.UserError if there is none of that name, or it lacks columns that the reader needs, or they are of types that
     *     it does not read
     */
    Content content(RatingsReader reader, String table);
}
