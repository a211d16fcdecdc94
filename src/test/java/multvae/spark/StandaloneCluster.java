package multvae.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real cluster of Spark's own on this machine: a master, two workers of a core each, and the executors that they start. */
final class StandaloneCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern ADDRESS = Pattern.compile("Starting Spark master at (spark://[\\d.]+:\\d+)");
    private static final int WORKERS = 2;

    private static final List<String> OPENED = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "sun.nio.ch",
            "sun.util.calendar");

    private final Path directory;
    private final Path home;
    private final List<Process> workers = new ArrayList<>();
    private final Process master;
    private final String address;

    private StandaloneCluster(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        this.home = home(directory.resolve("spark"));
        Path log = directory.resolve("master.log");
        this.master = start(
                log,
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--webui-port",
                "0");
        this.address = await(log, ADDRESS);
        for (int worker = 0; worker < WORKERS; worker++) {
            Path workerLog = directory.resolve("worker" + worker + ".log");
            workers.add(start(
                    workerLog,
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "-c",
                    "1",
                    "-m",
                    "1g",
                    "--webui-port",
                    "0",
                    "-d",
                    directory.resolve("work" + worker).toString(),
                    address));
            await(workerLog, Pattern.compile("(Successfully registered with master)"));
        }
    }

    static StandaloneCluster start(Path directory) throws IOException, InterruptedException {
        return new StandaloneCluster(Files.createDirectories(directory));
    }

    /** What SPARK_HOME names: the jars of the class path, linked. */
    private static Path home(Path home) throws IOException {
        Path jars = Files.createDirectories(home.resolve("jars"));
        Files.createFile(home.resolve("RELEASE"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry).toAbsolutePath();
            Path link = jars.resolve(String.valueOf(jar.getFileName()));
            if (entry.endsWith(".jar") && !Files.exists(link)) {
                Files.createSymbolicLink(link, jar);
            }
        }
        return home;
    }

    /** The master's address. */
    String address() {
        return address;
    }

    /** The command of a driver, except for its arguments. Its executors have the classes of this build. */
    List<String> driver() {
        List<String> command = new ArrayList<>(java());
        String classes = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith(".jar"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
        Collections.addAll(
                command,
                "-Dspark.executor.extraClassPath=" + classes,
                "-Dspark.executor.memory=700m",
                "-Dspark.driver.host=127.0.0.1",
                "multvae.cli.Main");
        return command;
    }

    /** A JVM that Spark works in, with the classes of this build. */
    static List<String> java() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "-XX:TieredStopAtLevel=1"));
        OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        Collections.addAll(command, "-cp", System.getProperty("java.class.path"));
        return command;
    }

    /** Starts a process with what Spark reads in its environment. */
    Process start(Path log, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return builder.start();
    }

    private Process start(Path log, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(java());
        command.add("-Dlogback.configurationFile=" + logging(directory));
        command.add(main);
        Collections.addAll(command, arguments);
        return start(log, command);
    }

    /** Spark's own lines are what the cluster says of itself. */
    private static Path logging(Path directory) throws IOException {
        return Files.writeString(
                directory.resolve("logback-cluster.xml"),
                """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%msg%n</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="out"/></root>
                </configuration>
                """);
    }

    private static String await(Path log, Pattern pattern) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            Matcher matcher = pattern.matcher(Files.readString(log));
            if (matcher.find()) {
                return matcher.group(1);
            }
            Thread.sleep(50);
        }
        throw new AssertionError("not said: " + pattern + " in " + Files.readString(log));
    }

    /** SIGKILL to an executor: one of them, if there are any. */
    boolean killExecutor() {
        return workers.stream()
                .flatMap(Process::descendants)
                .filter(process -> process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .findFirst()
                .map(ProcessHandle::destroyForcibly)
                .orElse(false);
    }

    @Override
    public void close() {
        workers.forEach(worker -> {
            worker.descendants().forEach(ProcessHandle::destroyForcibly);
            worker.destroyForcibly();
        });
        master.destroyForcibly();
    }
}
