package multvae.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import multvae.config.EngineSettings;
import multvae.io.IoReason;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.stages.Engine;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkThrowable;
import org.apache.spark.api.java.JavaSparkContext;

/** Starts the engine: as a part of this process, or as the driver of a cluster. */
public final class SparkProvider implements Engine.Provider {

    private static final String LOCAL = "local[*]";
    private static final String MASTER = "spark.master";
    private static final String NO_MASTER = "Could not parse Master URL"; // in the message of Spark's exception
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String SCHEME = "spark://";
    private static final int HIGHEST_PORT = 65_535;

    /** A standalone cluster's master, or several of which one leads. */
    private static final Pattern STANDALONE = Pattern.compile(SCHEME + "[^:/,]+:\\d{1,5}(,[^:/,]+:\\d{1,5})*");

    @Override
    public EngineSettings.Type type() {
        return EngineSettings.Type.SPARK;
    }

    /** Settings of Spark's own come from system properties, {@code -Dspark.executor.memory=4g}, as spark-submit sets them. */
    @Override
    public Engine open(EngineSettings settings) {
        SparkConf conf = new SparkConf().setAppName("multvae");
        if (!conf.contains(MASTER)) {
            conf.setMaster(settings.master().orElse(LOCAL));
        }
        requireAnswer(conf.get(MASTER));
        if (conf.get(MASTER).startsWith("local")) {
            conf.setIfMissing("spark.driver.host", "localhost"); // no name of this machine has to lead anywhere
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        return new SparkEngine(context(conf), settings.partitions());
    }

    private static JavaSparkContext context(SparkConf conf) {
        try {
            return new JavaSparkContext(conf);
        } catch (Exception e) { // Scala declares no exceptions
            if (String.valueOf(e.getMessage()).contains(NO_MASTER)) {
                throw new UserError(
                        "the Spark master",
                        "local[N], spark://HOST:PORT, yarn or k8s://URL",
                        Printable.oneLine(conf.get(MASTER)),
                        "correct cluster.master, or spark-submit's --master",
                        e);
            }
            if (e instanceof SparkThrowable mistake && mistake.getCondition() != null) { // such as too small a heap
                throw new UserError(
                        "Spark",
                        "settings that it can start with",
                        Printable.oneLine(String.valueOf(e.getMessage())),
                        "correct them: -Xmx, spark-submit's options, or -Dspark.*",
                        e);
            }
            throw e;
        }
    }

    /** Spark itself tries for a minute, and then ends with a trace. Of several masters one has to answer, as for Spark. */
    static void requireAnswer(String master) {
        if (!STANDALONE.matcher(master).matches()) {
            return;
        }
        String reason = "";
        for (String address : master.substring(SCHEME.length()).split(",", -1)) {
            Optional<String> found = silence(address);
            if (found.isEmpty()) {
                return;
            }
            reason = found.get();
        }
        throw new UserError(
                "the Spark master",
                "an answer from " + master,
                reason,
                "start it, or name another with cluster.master or spark-submit --master");
    }

    /** Why there is no answer from {@code HOST:PORT}; empty if there is one. */
    private static Optional<String> silence(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        int port = Integer.parseInt(hostAndPort.substring(colon + 1));
        if (port > HIGHEST_PORT) {
            return Optional.of("no port " + port);
        }
        InetSocketAddress address = new InetSocketAddress(hostAndPort.substring(0, colon), port);
        try (Socket socket = new Socket()) {
            socket.connect(address, (int) PATIENCE.toMillis());
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of(address.isUnresolved() ? "no machine of that name" : reason(e));
        }
    }

    private static String reason(Exception e) {
        return e instanceof IOException io ? IoReason.of(io) : String.valueOf(e.getMessage());
    }
}
