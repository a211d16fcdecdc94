package multvae.ratings;

import java.io.Serializable;

/** Reads parts of files as a {@link RatingsReader} would read them; it can be sent to another machine. */
public final class PartReader implements Serializable {

    private static final long serialVersionUID = 1;

    private final PortableOptions options;

    PartReader(RatingsReader.Options options) {
        this.options = PortableOptions.of(options);
    }

    /**
     * Reads a part of a file. Its users and items have numbers of their own.
     *
     * @throws multvae.io.UserError as {@link RatingsReader} describes
     */
    public PartRows read(TablePart part) {
        return new RatingsReader(options.options()).quiet().readPart(part);
    }
}
