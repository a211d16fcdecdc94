package multvae.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Opens a user's text file. A byte-order mark is skipped; bytes that the charset does not have become U+FFFD, so
 * that the parser can name the line; a line beyond {@value #MAX_LINE_CHARS} characters is a {@link UserError}, so that
 * a file without line ends does not fill the memory.
 */
public final class TextFile extends Reader {

    static final int MAX_LINE_CHARS = 10_000;
    private static final int MAX_QUOTED_CHARS = 60;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path file;
    private final Reader in;
    private long line = 1;
    private int lineChars;
    private char previous;

    private TextFile(Path file, Reader in) {
        this.file = file;
        this.in = in;
    }

    /** A reader of the file's characters, without a byte-order mark. */
    public static Reader open(Path file, Charset charset) throws IOException {
        if (Files.isDirectory(file)) {
            throw new UserError(file.toString(), "a file", "a directory", "name the file in it");
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(Files.newInputStream(file), charset), 1 << 16);
        try {
            in.mark(1);
            if (in.read() != BYTE_ORDER_MARK) {
                in.reset();
            }
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
        return new TextFile(file, in);
    }

    /** The error for a file that cannot be read. */
    public static UserError unreadable(Path file, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return new UserError(file.toString(), "a file", "nothing", "check the path", cause);
        }
        return new UserError(file.toString(), "a readable file", IoReason.of(cause), "check its permissions", cause);
    }

    /** The error for a file that cannot be written. */
    public static UserError unwritable(Path file, IOException cause) {
        return new UserError(
                file.toString(),
                "a writable file",
                IoReason.of(cause),
                "check its directory and the disk's space",
                cause);
    }

    /** The user's own text for a message: in quotes, on one line, cut if it is long. */
    public static String quote(String text) {
        String shown = text.length() > MAX_QUOTED_CHARS ? text.substring(0, MAX_QUOTED_CHARS) + "…" : text;
        return '"' + shown.replace("\t", "\\t").replaceAll("\\p{Cntrl}", "?") + '"';
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        for (int k = offset; k < offset + read; k++) {
            char c = buffer[k];
            if (c == '\n' || c == '\r') {
                if (c == '\r' || previous != '\r') {
                    line++;
                }
                lineChars = 0;
            } else if (++lineChars > MAX_LINE_CHARS) {
                throw new UserError(
                        file + ":" + line,
                        "a line of at most " + MAX_LINE_CHARS + " characters",
                        "a longer one",
                        "check that the file is text with one record per line");
            }
            previous = c;
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
