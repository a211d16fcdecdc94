package multvae.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import multvae.training.Determinism;
import picocli.CommandLine.IVersionProvider;

/** The program and the machine: recorded in every manifest. */
final class Environment implements IVersionProvider {

    private static final String BUILD = "/multvae/build.properties";

    private Environment() {}

    /** What {@code --version} prints. */
    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"multvae " + properties(BUILD).getProperty("version")};
    }

    static Map<String, Object> describe() throws IOException {
        Map<String, Object> environment = new TreeMap<>();
        environment.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        environment.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        environment.put("processors", Runtime.getRuntime().availableProcessors());
        environment.put("threads", threads(System.getenv("OMP_NUM_THREADS")));
        environment.put("cpu", cpu());
        Properties build = properties(BUILD);
        build.stringPropertyNames().forEach(name -> environment.put(name, build.getProperty(name)));
        environment.put("nd4j", Determinism.nd4jVersion());
        Properties git = properties("/multvae/git.properties"); // absent if built outside of a checkout
        environment.put("commit", git.getProperty("git.commit.id.full", "unknown"));
        environment.put("dirty", git.getProperty("git.dirty", "unknown"));
        return environment;
    }

    /** How many threads ND4J's native code takes: OpenMP's own variable, else one per processor. */
    private static String threads(String variable) {
        return variable == null || variable.isBlank()
                ? String.valueOf(Runtime.getRuntime().availableProcessors())
                : variable.strip();
    }

    private static String cpu() throws IOException {
        Path file = Path.of("/proc/cpuinfo"); // Linux only, x86 only
        if (!Files.isReadable(file)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        }
    }

    private static Properties properties(String resource) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Environment.class.getResourceAsStream(resource)) {
            if (in != null) {
                properties.load(in);
            }
        }
        return properties;
    }
}
