package multvae.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import multvae.inspect.Comparison;
import multvae.run.Artifacts;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what differs between two runs. Takes no lock and writes nothing. */
@Command(name = "diff", description = "Shows what differs between two runs: configuration, files, versions, metrics.")
final class DiffCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "RUN_A", description = "the directory of a run")
    private Path first;

    @Parameters(index = "1", paramLabel = "RUN_B", description = "the directory of another run")
    private Path second;

    @Option(names = "--json", description = "print JSON, for programs")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        InspectCommand.print(new Comparison(new Artifacts(first), new Artifacts(second)), json);
        return ExitCode.OK;
    }
}
