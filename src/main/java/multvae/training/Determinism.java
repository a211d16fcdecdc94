package multvae.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.factory.Nd4j;

/** What the bytes of a trained model depend on besides configuration and data. */
public final class Determinism {

    /** Maven puts it into ND4J's jar, and an assembled jar keeps it. The jar's manifest has no version. */
    private static final String ND4J = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";

    private Determinism() {}

    /** The backend, ND4J's version and the threads of its matrix products, by name. */
    static SortedMap<String, String> environment() {
        Properties information = Nd4j.getExecutioner().getEnvironmentInformation();
        SortedMap<String, String> environment = new TreeMap<>();
        environment.put("backend", String.valueOf(information.get("backend")));
        environment.put("nd4j", nd4jVersion());
        environment.put("threads", String.valueOf(information.get("omp.threads")));
        return environment;
    }

    /** The version of the ND4J that is on the class path, or {@code unknown}. No class of ND4J is loaded for it. */
    public static String nd4jVersion() {
        Properties pom = new Properties();
        try (InputStream in = Determinism.class.getResourceAsStream(ND4J)) {
            if (in != null) {
                pom.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pom.getProperty("version", "unknown");
    }
}
