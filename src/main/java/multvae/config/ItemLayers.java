package multvae.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Where the two layers that are as wide as the catalogue are computed, the first one and the last one. */
public enum ItemLayers {
    /** The whole loss in one SameDiff graph, its input a dense matrix [users, items]: the reference, and what suits a GPU. */
    DENSE,
    /** Both layers outside of the graph; the first one reads only the input's non-zeros: what suits a CPU. */
    SPARSE;

    private static final String BUILD = "/multvae/build.properties";

    /** As it is written in a configuration. */
    public String label() {
        return ValueType.name(this);
    }

    /** What suits the backend that this was built with: a GPU likes large dense products, a CPU does not. */
    static ItemLayers ofThisBuild() {
        Properties build = new Properties();
        try (InputStream in = ItemLayers.class.getResourceAsStream(BUILD)) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("backend", "").startsWith("nd4j-cuda") ? DENSE : SPARSE;
    }
}
