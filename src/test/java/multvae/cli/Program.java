package multvae.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program as a process of its own, its output, both streams of it, in a file. */
final class Program implements AutoCloseable {

    /** A run of the bundled sample that takes a few seconds. */
    static final List<String> TINY = List.of(
            "-Ddata.dataset=ml-latest-small",
            "-Dpreprocess.heldOutUsers=100",
            "-Dmodel.pDims=[4,8]",
            "-Dtrain.epochs=2",
            "-Dtrain.batchSize=100",
            "-Devaluate.baselines=popularity");

    static final List<String> STAGES = List.of("fetch", "preprocess", "train", "evaluate", "report");

    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final SharedClasses SHARED = SharedClasses.get();

    /** Nothing here takes nearly as long, however busy the machine. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** How it ended; the exit code is {@link #HUNG} if it did not end by itself. */
    record Result(int exitCode, String output) {

        static final int HUNG = 124; // as that of coreutils' timeout

        List<String> lines() {
            return output.lines().filter(line -> !line.isBlank()).toList();
        }

        String lastLine() {
            return lines().isEmpty() ? "" : lines().get(lines().size() - 1);
        }
    }

    private final Process process;
    private final Path output;

    private Program(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static Program start(Path output, List<String> arguments) throws IOException {
        return start(output, Main.class, arguments);
    }

    /** @param main another program than this one */
    static Program start(Path output, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(java());
        command.set(command.size() - 1, main.getName());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Program(process, output);
    }

    static Result run(Path output, List<String> arguments) throws IOException, InterruptedException {
        return start(output, arguments).result();
    }

    /** The command that starts the program, except for its arguments. */
    static List<String> java() {
        return List.of(
                JAVA,
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "-XX:SharedArchiveFile=" + SHARED.archive(),
                "-cp",
                SHARED.classPath(),
                "multvae.cli.Main");
    }

    /**
     * Runs it under limits.
     *
     * @param ulimit a shell's limits, such as {@code ulimit -f 100}, or {@code true} for none
     * @param jvm options that stand over those of {@link #java}
     */
    static Result runLimited(Path output, String ulimit, List<String> jvm, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", ulimit + " && exec \"$@\"", "bash"));
        List<String> java = java();
        command.addAll(java.subList(0, java.size() - 1));
        Path crash = output.resolveSibling("crash-%p"); // what the JVM leaves if it finds no memory of its own
        command.addAll(List.of("-XX:ErrorFile=" + crash, "-XX:ReplayDataFile=" + crash + "-replay"));
        command.addAll(jvm);
        command.add(java.get(java.size() - 1));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Files.write(output, process.getInputStream().readAllBytes()); // by this process, which has no such limits
        return new Program(process, output).result();
    }

    /** Arguments of a tiny run into a directory. */
    static List<String> tiny(Path run, String... more) throws IOException {
        Path config = run.resolveSibling("empty.conf");
        if (!Files.exists(config)) {
            Files.writeString(config, "");
        }
        List<String> arguments =
                new ArrayList<>(List.of("run", "--config", config.toString(), "-Drun.directory=" + run));
        arguments.addAll(TINY);
        Collections.addAll(arguments, more);
        return arguments;
    }

    /** Waits until a line of the output contains a text, or the process has ended. */
    void await(String text) throws IOException, InterruptedException {
        while (process.isAlive() && !printed().contains(text)) {
            Thread.sleep(2);
        }
    }

    /** Waits until a file is there and matches, or the process has ended. */
    void awaitFile(Path file, String regex) throws IOException, InterruptedException {
        while (process.isAlive()
                && !(Files.exists(file) && Files.readString(file).matches(regex))) {
            Thread.sleep(2);
        }
    }

    /** SIGKILL, on systems that have it. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Kills it if it still runs: a test that failed leaves nothing behind. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Sends a signal, on systems that have it. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    long pid() {
        return process.pid();
    }

    Result result() throws IOException, InterruptedException {
        boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        int exitCode = ended ? process.exitValue() : Result.HUNG;
        close();
        return new Result(exitCode, printed());
    }

    private String printed() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
