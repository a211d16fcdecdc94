package multvae.report;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import multvae.matrix.Part;
import multvae.run.Manifest;

/** What a run's data is called. */
public final class DataName {

    /** What to call ratings of the user's own. */
    static final String OWN = "own ratings";

    private DataName() {}

    /**
     * The data set of the catalogue whose ratings were read. Without one they are the user's own: from a query, a table, or files,
     * of which the name of a data set says only how they are written. Titles of the user's own leave the ratings what they are.
     *
     * @param manifest of fetch or preprocess
     */
    public static Optional<String> catalogued(Manifest manifest) {
        boolean own = Stream.concat(
                        Stream.of("ratings"), Arrays.stream(Part.values()).map(Part::label))
                .anyMatch(name -> manifest.inputs().containsKey(name));
        return own
                ? Optional.empty()
                : Optional.ofNullable(manifest.slice().get("data.dataset")).map(Object::toString);
    }
}
