package multvae.ratings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import multvae.io.TextFile;
import multvae.io.UserError;

/**
 * Files of lists, a line per user: {@code user item item ...}, with spaces or tabs between. LightGCN and NGCF publish their
 * data in this form. A line may be of any length, and a user may have no item.
 */
final class ItemLists {

    private static final int BUFFER_CHARS = 1 << 16;

    private final Path file;
    private final Action action;
    private final StringBuilder word = new StringBuilder();
    private String user = "";
    private long line = 1;
    private char previous;

    private ItemLists(Path file, Action action) {
        this.file = file;
        this.action = action;
    }

    /** What to do with a pair. */
    @FunctionalInterface
    interface Action {
        void accept(String user, String item, long line);
    }

    /**
     * Reads every pair.
     *
     * @throws UserError with file and line: an id of more than 1,000 characters, as in a file that is no list, or with bytes that
     *     the character set does not have; with the file: it cannot be read
     */
    static void forEach(Path file, Charset charset, Action action) {
        new ItemLists(file, action).read(charset);
    }

    private void read(Charset charset) {
        char[] buffer = new char[BUFFER_CHARS];
        try (Reader text = TextFile.openTable(file, charset, Integer.MAX_VALUE)) {
            for (int length = text.read(buffer); length >= 0; length = text.read(buffer)) {
                for (int k = 0; k < length; k++) {
                    take(buffer[k]);
                }
            }
            take('\n');
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
    }

    private void take(char c) {
        if (c > ' ') {
            word.append(c);
            if (word.length() > TableRow.MAX_ID_CHARS) {
                throw new UserError(
                        file + ":" + line,
                        "ids of at most " + TableRow.MAX_ID_CHARS + " characters, with spaces between them",
                        "a longer one",
                        "check that the file has a line \"user item item ...\" per user");
            }
        } else if (!word.isEmpty()) {
            String id = id();
            if (user.isEmpty()) {
                user = id;
            } else {
                action.accept(user, id, line);
            }
        }
        if (c == '\r' || (c == '\n' && previous != '\r')) {
            user = "";
            line++;
        }
        previous = c;
    }

    private String id() {
        String id = word.toString();
        word.setLength(0);
        if (id.indexOf(TextFile.UNDECODABLE) >= 0) {
            throw new UserError(
                    file + ":" + line, "ids in the file's character set", TextFile.quote(id), TableRow.SET_CHARSET);
        }
        return id;
    }
}
