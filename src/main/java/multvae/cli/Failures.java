package multvae.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import multvae.io.Printable;
import multvae.io.ProcessEnd;
import multvae.io.UserError;
import multvae.run.Pipeline.StageNotBegun;
import multvae.training.StopRequest.TrainingStopped;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;

/** What a command throws, as a line for the terminal, more for run.log, and an exit code. */
final class Failures {

    /** The exit code of a bug. */
    static final int BUG = ExitCode.SOFTWARE;

    /** The exit code of what a user can cause and can fix. */
    static final int USER_ERROR = ExitCode.USAGE;

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    /** What Linux and Windows say of a disk, in lower case. */
    private static final List<String> FULL =
            List.of("no space left", "disk quota exceeded", "not enough space on the disk");

    /** ulimit -f, or a file system's own limit. */
    private static final List<String> TOO_LARGE = List.of("file too large");

    private static final List<String> TOO_MANY = List.of("too many open files");

    private static final List<String> BROKEN = List.of("input/output error", "stale file handle", "read-only file");

    private Failures() {}

    /**
     * Logs a failure: the line goes to the terminal and to run.log, the stack trace to run.log only, except for a bug's, which
     * goes to both.
     *
     * @return the exit code
     */
    static int report(Throwable thrown) {
        if (thrown instanceof Output.ClosedPipe) {
            return Output.ClosedPipe.EXIT_CODE;
        }
        try {
            if (isLogging()) {
                return log(thrown);
            }
        } catch (OutOfMemoryError e) { // there is none to log with
        }
        Optional<UserError> error = userError(thrown);
        System.err.println(error.isPresent() ? error.get().getMessage() : thrown);
        return error.isPresent() ? USER_ERROR : BUG;
    }

    /** Logback does without its appenders if there was no memory to make them with. */
    private static boolean isLogging() {
        return ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME))
                .iteratorForAppenders()
                .hasNext();
    }

    private static int log(Throwable thrown) {
        if (thrown instanceof TrainingStopped) {
            LOG.warn("train: {}", thrown.getMessage());
            return ExitCode.OK; // the process is ending already, with the signal's own exit code
        }
        if (thrown instanceof StageNotBegun) {
            LOG.warn(thrown.getMessage());
            return ExitCode.OK; // likewise
        }
        Optional<UserError> error = userError(thrown);
        if (error.isPresent()) {
            LOG.error(error.get().getMessage(), thrown == error.get() ? thrown.getCause() : thrown);
            return USER_ERROR;
        }
        if (ProcessEnd.hasBegun()) {
            LOG.warn("stopped in the middle of its work", thrown); // the trace is for run.log
            return BUG; // which nobody sees: the exit code is the signal's
        }
        LOG.error("A bug in multvae: please report its stack trace and, if it was a run, run.log", thrown);
        System.err.print(Printable.lines(ExceptionUtils.getStackTrace(thrown)));
        return BUG;
    }

    /** What a user can cause, also if a library has thrown it; absent for a bug. */
    static Optional<UserError> userError(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            Optional<UserError> error = ofThisAlone(cause);
            if (error.isPresent()) {
                return error;
            }
        }
        return Optional.empty();
    }

    private static Optional<UserError> ofThisAlone(Throwable thrown) {
        if (thrown instanceof UserError error) {
            return Optional.of(error);
        }
        if (thrown instanceof InvalidPathException e) {
            return Optional.of(new UserError(
                    Printable.oneLine(e.getInput()),
                    "a path that this system can have",
                    e.getReason(),
                    "correct it; if it has letters beyond ASCII, set a locale that has them: export LC_ALL=C.UTF-8",
                    e));
        }
        return thrown instanceof IOException e ? Optional.ofNullable(ofFile(e)) : Exhaustion.of(thrown);
    }

    /** What a file or a file system has refused; null if it may be a bug. */
    private static UserError ofFile(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (mentions(message, FULL)) {
            return new UserError(
                    place(e), "space on the disk", "none left", "free some and run the same command again", e);
        }
        if (mentions(message, TOO_LARGE)) {
            return new UserError(
                    place(e),
                    "to be allowed a file of its size",
                    "File too large",
                    "raise the limit (ulimit -f, or the file system's) and run the same command again",
                    e);
        }
        if (mentions(message, TOO_MANY)) {
            return new UserError(
                    place(e), "another open file", "too many", "raise the limit (ulimit -n) and run again", e);
        }
        if (e instanceof AccessDeniedException) {
            return new UserError(place(e), "permission to read and write", "none", "change its permissions", e);
        }
        if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
            return new UserError(
                    place(e), "a file", "none that can be opened", "leave the run directory alone and run again", e);
        }
        if (e instanceof FileAlreadyExistsException) {
            return new UserError(place(e), "a directory or nothing", "a file of that name", "move it away", e);
        }
        if (mentions(message, List.of("is a directory"))) {
            return new UserError(place(e), "a file or nothing", "a directory", "move it away", e);
        }
        if (e instanceof FileSystemException || mentions(message, BROKEN)) {
            String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : message;
            return new UserError(place(e), "a working file system", reason, "fix it and run again", e);
        }
        return null;
    }

    private static String place(IOException e) {
        if (e instanceof FileSystemException f && f.getFile() != null) {
            return f.getOtherFile() == null ? f.getFile() : f.getOtherFile(); // of a move: the target
        }
        return e instanceof FileNotFoundException ? String.valueOf(e.getMessage()) : "the run directory";
    }

    private static boolean mentions(String message, List<String> phrases) {
        String lowerCase = message.toLowerCase(Locale.ROOT);
        return phrases.stream().anyMatch(lowerCase::contains);
    }
}
