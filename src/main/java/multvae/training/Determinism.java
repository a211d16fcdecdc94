package multvae.training;

import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.factory.Nd4j;

/** What the bytes of a trained model depend on besides configuration and data. */
final class Determinism {

    private Determinism() {}

    /** Backend, ND4J's version and the threads of its matrix products, by name. */
    static SortedMap<String, String> environment() {
        Properties information = Nd4j.getExecutioner().getEnvironmentInformation();
        SortedMap<String, String> environment = new TreeMap<>();
        environment.put("backend", String.valueOf(information.get("backend")));
        environment.put("nd4j", String.valueOf(Nd4j.class.getPackage().getImplementationVersion()));
        environment.put("threads", String.valueOf(information.get("omp.threads")));
        return environment;
    }
}
