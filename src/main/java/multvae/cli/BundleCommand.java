package multvae.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import multvae.serving.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what recommendations need, and no training data, to a new directory. */
@Command(
        name = "bundle",
        description = "Writes a run's model, items and popularity to a directory that can be copied to a server.")
final class BundleCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(BundleCommand.class);

    @Option(names = "--run", required = true, paramLabel = "RUN", description = "the run's directory")
    private Path run;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIRECTORY",
            description = "the directory of the bundle, which must not exist yet")
    private Path to;

    @Mixin
    private ModelOption model = new ModelOption();

    @Override
    public Integer call() throws IOException {
        String version = model.isBaseline() ? Bundle.fit(run, model.of(run), to) : Bundle.write(run, to);
        LOG.info("{}: bundle of model {}", to, version);
        return ExitCode.OK;
    }
}
