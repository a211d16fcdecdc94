package multvae.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A shell script as a process, with stand-ins for the programs that it calls. */
final class Script {

    /** How it ended: the exit code, and both streams together. */
    record Result(int exitCode, String output) {}

    private Script() {}

    static boolean haveShell() {
        return Files.isExecutable(Path.of("/bin/sh"));
    }

    /** Makes a program of this body in a directory. */
    static Path program(Path directory, String name, String body) throws IOException {
        Path file = Files.createDirectories(directory).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    /** Runs a command in a directory, with nothing in the environment but this. */
    static Result run(Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("script", "output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(1, TimeUnit.MINUTES);
        process.destroyForcibly();
        String printed = Files.readString(output);
        Files.delete(output);
        return new Result(ended ? process.exitValue() : -1, printed);
    }
}
