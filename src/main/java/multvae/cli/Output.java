package multvae.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Locale;
import multvae.io.Json;
import multvae.io.Printable;
import multvae.io.UserError;

/** Standard output, for what a command was asked for. Nothing else prints there, so that no text of a file's reaches a terminal as it is. */
final class Output {

    private Output() {}

    /** For people. What a terminal would obey is replaced. */
    static void line(String text) {
        print(Printable.oneLine(text));
    }

    /** For programs. What a terminal would obey is escaped. */
    static void json(Object value) {
        print(Json.indented(value));
    }

    private static void print(String text) {
        System.out.println(text);
        check();
    }

    /**
     * Checks that all could be written: a print stream does not tell by itself that a disk is full or a pipe closed.
     *
     * @throws ClosedPipe if nobody reads any more, as behind {@code | head}
     * @throws UserError if it cannot be written
     */
    static void check() {
        if (!System.out.checkError()) {
            return;
        }
        if (isPipeClosed()) {
            throw new ClosedPipe();
        }
        throw new UserError("standard output", "all of it to be written", "a full disk", "free some space");
    }

    /** Asks the system: the stream has swallowed the reason. */
    private static boolean isPipeClosed() {
        try {
            new FileOutputStream(FileDescriptor.out).write('\n'); // not closed: it is the process's
            return false;
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            return reason.contains("broken pipe")
                    || reason.contains("pipe is being closed")
                    || reason.contains("pipe has been ended");
        }
    }

    /** Whoever reads standard output has ended. It is no mistake, so there is nothing to say. */
    static final class ClosedPipe extends RuntimeException {

        private static final long serialVersionUID = 1;

        /** What a shell shows of a program that SIGPIPE ends: 128 + 13. */
        static final int EXIT_CODE = 141;

        private ClosedPipe() {
            super("standard output is closed");
        }
    }
}
