package multvae.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What can stand under a file's name on a POSIX system and is no file. */
public enum SpecialFiles {
    DIRECTORY("a directory") {
        @Override
        public void make(Path at) throws IOException {
            Files.createDirectory(at);
        }
    },
    /** Whoever opens it waits until somebody writes. */
    PIPE("a device, a pipe or a socket") {
        @Override
        public void make(Path at) throws IOException, InterruptedException {
            assertThat(new ProcessBuilder("mkfifo", at.toString()).start().waitFor())
                    .isZero();
        }
    },
    /** A link to a device without an end. */
    ENDLESS("a device, a pipe or a socket") {
        @Override
        public void make(Path at) throws IOException {
            Files.createSymbolicLink(at, Path.of("/dev/zero"));
        }
    };

    private final String words;

    SpecialFiles(String words) {
        this.words = words;
    }

    /** Makes one where nothing is. */
    public abstract void make(Path at) throws IOException, InterruptedException;

    /** What a message calls it. */
    public String words() {
        return words;
    }
}
