package multvae.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the processes of tests start with: a class path of jars alone, and an archive of the classes that a tiny run loads. The JVM
 * maps the archive instead of reading and checking some 8,000 classes again in each of a few hundred processes, which takes a
 * quarter off a tiny run. It takes no directory on such a class path, so what Maven compiled is packed first.
 *
 * @param classPath that of this process without Spark's jars: the JVM keeps a table of each in its heap, which the program has not
 * @param archive for {@code -XX:SharedArchiveFile}
 */
record SharedClasses(String classPath, Path archive) {

    private static final Pattern OF_SPARK = Pattern.compile(
            "[/\\\\](org[/\\\\](apache[/\\\\](spark|hadoop|parquet|arrow|orc|avro|hive|ivy"
                    + "|curator|zookeeper|datasketches|logging|xbean|yetus|ws)|scala-lang|glassfish|json4s|rocksdb)"
                    + "|io[/\\\\](netty|dropwizard)|com[/\\\\](twitter|esotericsoftware)|jakarta|javax)[/\\\\].*\\.jar$");

    /** Those of this build: made by whichever process of tests needs them first. */
    static SharedClasses get() {
        Path home = Path.of("target", "test-processes").toAbsolutePath();
        try {
            Files.createDirectories(home);
            try (FileChannel lock = FileChannel.open(
                            home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = lock.lock()) {
                return in(home);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static SharedClasses in(Path home) throws IOException, InterruptedException {
        List<String> jars = new ArrayList<>();
        boolean changed = false;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                Path jar = home.resolve(path.getFileName() + ".jar");
                changed |= pack(path, jar);
                jars.add(jar.toString());
            } else if (Files.exists(path) && !OF_SPARK.matcher(entry).find()) {
                jars.add(entry);
            }
        }
        SharedClasses shared = new SharedClasses(String.join(File.pathSeparator, jars), home.resolve("classes.jsa"));
        if (changed || !Files.exists(shared.archive)) {
            shared.dump(home);
        }
        return shared;
    }

    /** @return whether the jar had to be written: something in the directory is not older than it */
    private static boolean pack(Path directory, Path jar) throws IOException {
        List<Path> files;
        try (Stream<Path> paths = Files.walk(directory)) {
            files = paths.collect(Collectors.toList());
        }
        if (Files.exists(jar)) {
            long packed = Files.getLastModifiedTime(jar).toMillis();
            boolean fresh = true;
            for (Path file : files) {
                fresh &= Files.getLastModifiedTime(file).toMillis() < packed;
            }
            if (fresh) {
                return false;
            }
        }
        Path partial = jar.resolveSibling(jar.getFileName() + ".partial");
        try (OutputStream out = Files.newOutputStream(partial);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    entries.putNextEntry(
                            new JarEntry(directory.relativize(file).toString().replace(File.separatorChar, '/')));
                    Files.copy(file, entries);
                    entries.closeEntry();
                }
            }
        }
        Files.move(partial, jar, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    private void dump(Path home) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(home, "run");
        Files.deleteIfExists(archive);
        List<String> command = new ArrayList<>(List.of(
                Program.JAVA, "-XX:TieredStopAtLevel=1", "-XX:ArchiveClassesAtExit=" + archive, "-cp", classPath));
        command.add(Main.class.getName());
        command.addAll(Program.tiny(work.resolve("run")));
        Path output = home.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(output));
        }
    }
}
