package multvae.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import multvae.io.UserError;
import multvae.server.RecommendationServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Serves recommendations over HTTP until a signal stops it. */
@Command(
        name = "serve",
        description = "Serves recommendations over HTTP, with a page to try them on, until Ctrl-C or SIGTERM.")
final class ServeCommand implements Callable<Integer> {

    static final String NAME = "serve";

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    private static final int MAX_PORT = 65_535;

    @Option(
            names = "--run",
            required = true,
            paramLabel = "DIRECTORY",
            description = "the directory of a run or a bundle")
    private Path run;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "the address to listen at (${DEFAULT-VALUE})")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "the port to listen at, 0 for any free one (${DEFAULT-VALUE})")
    private int port = 8080;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > MAX_PORT) {
            throw new UserError("--port", "0 to " + MAX_PORT, String.valueOf(port), "correct it");
        }
        RecommendationServer server = RecommendationServer.start(run, host, port);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
        LOG.info("model {}: listening on http://{}:{}/", server.modelVersion(), shown(host), server.port());
        server.join();
        return ExitCode.OK;
    }

    private static void stop(RecommendationServer server) {
        System.err.println("stopping: open requests are answered first");
        server.close();
    }

    /** An IPv6 address is in brackets in a URL. */
    private static String shown(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
