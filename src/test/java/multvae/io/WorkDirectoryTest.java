package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkDirectoryTest {

    private static final String UUID = "0b9d7d5e-3d8c-4b8e-9a53-0a2f7f5f6f11";

    @TempDir
    private Path parent;

    @Test
    void what_is_written_comes_into_place_and_nothing_else_stays() throws IOException {
        Path target = parent.resolve("made/target");
        try (WorkDirectory work = WorkDirectory.beside(target)) {
            Files.writeString(work.path().resolve("file"), "content");
            assertThat(target).doesNotExist();
            work.moveIntoPlace();
        }
        assertThat(target.resolve("file")).hasContent("content");
        assertThat(target.getParent().toFile().list()).containsExactly("target");
    }

    @Test
    void a_failure_leaves_nothing() throws IOException {
        Files.createDirectories(parent.resolve("target/full"));
        assertThatThrownBy(() -> {
                    try (WorkDirectory work = WorkDirectory.beside(parent.resolve("target"))) {
                        work.moveIntoPlace();
                    }
                })
                .isInstanceOf(FileSystemException.class);
        assertThat(parent.toFile().list()).containsExactly("target");
    }

    @Test
    void the_litter_of_a_dead_process_goes_and_foreign_files_stay() throws IOException {
        Files.createDirectories(parent.resolve(".multvae-" + UUID + "/part"));
        Files.createFile(parent.resolve(".multvae-" + UUID + ".lock"));
        Files.createFile(parent.resolve(".multvae-notes.lock"));
        Files.createDirectory(parent.resolve(".multvae-notes"));
        Files.createFile(parent.resolve("." + UUID + ".lock"));
        WorkDirectory.beside(parent.resolve("target")).close();
        assertThat(parent.toFile().list())
                .containsExactlyInAnyOrder(".multvae-notes.lock", ".multvae-notes", "." + UUID + ".lock");
    }

    @Test
    void what_another_one_is_writing_stays() throws IOException {
        try (WorkDirectory first = WorkDirectory.beside(parent.resolve("a"))) {
            Files.writeString(first.path().resolve("file"), "content");
            WorkDirectory.beside(parent.resolve("a")).close();
            first.moveIntoPlace();
        }
        assertThat(parent.resolve("a/file")).hasContent("content");
        assertThat(parent.toFile().list()).containsExactly("a");
    }

    @Test
    void a_lock_that_another_process_holds_is_respected() throws Exception {
        Path lock = Files.createFile(parent.resolve(".multvae-" + UUID + ".lock"));
        Files.createDirectory(parent.resolve(".multvae-" + UUID));
        Process holder = new ProcessBuilder(java(Holder.class, lock))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("locked");
            WorkDirectory.beside(parent.resolve("target")).close();
            assertThat(parent.resolve(".multvae-" + UUID)).isDirectory();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        WorkDirectory.beside(parent.resolve("target")).close();
        assertThat(parent).isEmptyDirectory();
    }

    /** Holds a lock until it is killed. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] file) throws Exception {
            try (FileChannel lock = FileLocks.open(Path.of(file[0])).orElseThrow()) {
                System.out.println("locked");
                Thread.sleep(60_000);
                lock.force(false);
            }
        }
    }

    @Test
    void litter_that_cannot_be_deleted_stays_unlocked_and_keeps_nobody_from_writing() throws Exception {
        Path lock = Files.createFile(parent.resolve(".multvae-" + UUID + ".lock"));
        Path full = Files.createDirectories(parent.resolve(".multvae-" + UUID + "/full"));
        Files.createFile(full.resolve("file"));
        List<String> command = new ArrayList<>();
        assumeTrue(full.toFile().setWritable(false, false));
        if (Files.isWritable(full)) { // root, who may delete it unless that is taken away
            assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv");
            command.addAll(List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all"));
        }
        command.addAll(java(Writer.class, parent));
        Process writer = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(writer.inputReader().readLine()).isEqualTo("written, the lock is free");
        assertThat(writer.waitFor()).isZero();
        assertThat(parent.toFile().list())
                .containsExactlyInAnyOrder(lock.getFileName().toString(), ".multvae-" + UUID, "target");
        assertThat(full.toFile().setWritable(true)).isTrue();
        WorkDirectory.beside(parent.resolve("target")).close();
        assertThat(parent.toFile().list()).containsExactly("target");
    }

    /** Writes beside what is there. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] parent) throws IOException {
            try (WorkDirectory work = WorkDirectory.beside(Path.of(parent[0], "target"))) {
                work.moveIntoPlace();
            }
            boolean held = FileLocks.isHeldHere(Path.of(parent[0], ".multvae-" + UUID + ".lock"));
            System.out.println("written, the lock is " + (held ? "held" : "free"));
        }
    }

    private static List<String> java(Class<?> program, Path argument) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                argument.toString());
    }

    @Test
    void many_at_once_lose_nothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> writers = new ArrayList<>();
            for (int k = 0; k < 200; k++) {
                Path target = parent.resolve("target-" + k);
                writers.add(() -> {
                    try (WorkDirectory work = WorkDirectory.beside(target)) {
                        Files.writeString(work.path().resolve("file"), "content");
                        work.moveIntoPlace();
                    }
                    return null;
                });
            }
            for (Future<Void> writer : threads.invokeAll(writers)) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(parent.toFile().list()).hasSize(200).allMatch(name -> name.startsWith("target-"));
    }
}
