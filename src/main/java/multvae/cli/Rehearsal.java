package multvae.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import multvae.io.FileTree;
import multvae.server.RecommendationServer;
import multvae.server.ServerOptions;
import multvae.training.StopRequest;

/**
 * What most commands do, once, on the bundled sample and without training: the launcher runs it when it makes the archive of classes
 * that later commands start from (-XX:ArchiveClassesAtExit). What it prints is of no interest.
 */
final class Rehearsal {

    private Rehearsal() {}

    /** Ends with exit code 1 if a command fails: then there is to be no archive. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("multvae-rehearsal");
        try {
            perform(directory);
        } finally {
            FileTree.delete(directory);
        }
    }

    private static void perform(Path directory) throws IOException {
        String run = directory.resolve("run").toString();
        Path bundle = directory.resolve("bundle");
        String config = Files.createFile(directory.resolve("empty.conf")).toString();
        String data = "-Ddata.dataset=ml-latest-small";
        String into = "-Drun.directory=" + run;
        for (List<String> command : List.of(
                List.of("--help"),
                List.of("run", config, data, into, "--stage", "fetch,preprocess"),
                List.of("run", config, data, into, "--stage", "fetch,preprocess"),
                List.of("plan", config, data, into),
                List.of("inspect", run),
                List.of("inspect", run, "preprocess"),
                List.of("diff", run, run),
                List.of("bundle", "--run", run, "--model", "popularity", "--to", bundle.toString()),
                List.of("recommend", "--run", bundle.toString(), "--likes", "1"))) {
            int exitCode = Commands.execute(new StopRequest(), command.toArray(String[]::new));
            if (exitCode != 0) {
                throw new IllegalStateException(command + " ended with " + exitCode);
            }
        }
        RecommendationServer.start(
                        bundle,
                        new ServerOptions(
                                "127.0.0.1", 0, List.of(), Optional.empty(), Optional.empty(), 16, 16, Duration.ZERO))
                .close();
    }
}
