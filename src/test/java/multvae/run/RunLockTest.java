package multvae.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunLockTest {

    @TempDir
    private Path root;

    /** Another process: takes the lock of a run's directory, or says why it cannot. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            try (RunLock lock = RunLock.take(new RunDirectory(Path.of(arguments[0])))) {
                System.out.println("held by " + ProcessHandle.current().pid());
                while (System.in.read() >= 0) {}
            } catch (UserError e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private Process holder() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void a_second_lock_in_this_process_names_this_process() throws IOException {
        RunDirectory run = new RunDirectory(root);
        try (RunLock held = RunLock.take(run)) {
            assertThatThrownBy(() -> RunLock.take(run))
                    .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.found())
                            .startsWith("process " + ProcessHandle.current().pid() + ", started "));
        }
        RunLock.take(run).close();
    }

    @Test
    void a_refusal_leaves_the_lock_with_its_holder() throws Exception {
        RunDirectory run = new RunDirectory(root);
        try (RunLock held = RunLock.take(run)) {
            assertThatThrownBy(() -> RunLock.take(run)).isInstanceOf(UserError.class);
            Process other = holder();
            try (BufferedReader said = other.inputReader()) {
                assertThat(said.readLine())
                        .startsWith(root + ": expected a run directory that no other process uses, found process "
                                + ProcessHandle.current().pid() + ", started ")
                        .endsWith("; wait for it to end, or choose another run.directory");
            } finally {
                other.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void the_lock_of_another_process_is_refused_and_that_of_a_killed_one_is_free() throws Exception {
        Process other = holder();
        try (BufferedReader said = other.inputReader()) {
            assertThat(said.readLine()).isEqualTo("held by " + other.pid());
            assertThatThrownBy(() -> RunLock.take(new RunDirectory(root)))
                    .isInstanceOfSatisfying(UserError.class, e -> {
                        assertThat(e.where()).isEqualTo(root.toString());
                        assertThat(e.found()).startsWith("process " + other.pid() + ", started ");
                    });
        } finally {
            other.destroyForcibly().waitFor();
        }
        RunLock.take(new RunDirectory(root)).close();
    }
}
