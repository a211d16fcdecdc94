package multvae.serving;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import multvae.io.CsvRecords;
import multvae.io.StrictNumbers;
import multvae.io.TextFile;
import multvae.io.UserError;

/** What users have, from a file of user,item rows, user by user: one user and the ids of all users are all that is kept. */
final class Histories {

    private static final List<String> HEADER = List.of("user", "item");
    private static final String REMEDY = "see docs/formats.md";

    /**
     * A user's rows.
     *
     * @param userId the user's raw id
     * @param items the raw ids, in the file's order
     */
    record History(long userId, List<Long> items) {}

    private final LongOpenHashSet before = new LongOpenHashSet();
    private final Consumer<History> action;
    private List<Long> items = new ArrayList<>();
    private long userId = -1;

    private Histories(Consumer<History> action) {
        this.action = action;
    }

    /**
     * Reads a file: UTF-8, RFC 4180, the header {@code user,item}, a user's rows one after the other.
     *
     * @param action is handed one user after the other
     * @throws UserError with file and line, if the file is not as described
     */
    static void forEach(Path file, Consumer<History> action) {
        Histories histories = new Histories(action);
        CsvRecords.read(
                file,
                HEADER,
                REMEDY,
                (row, where) -> histories.take(
                        id(row.get(0), "the id of a user", where), id(row.get(1), "the id of an item", where), where));
        histories.end();
    }

    private static long id(String text, String expected, String where) {
        long id = StrictNumbers.id(text);
        if (id < 0) {
            throw new UserError(where, expected + ", a whole number", TextFile.quote(text), REMEDY);
        }
        return id;
    }

    private void take(long user, long item, String where) {
        if (user != userId) {
            end();
            if (!before.add(user)) {
                throw new UserError(
                        where, "a user's rows one after the other", "user " + user + " again", "sort the file by user");
            }
            userId = user;
        }
        items.add(item);
    }

    private void end() {
        if (!items.isEmpty()) {
            action.accept(new History(userId, items));
            items = new ArrayList<>();
        }
    }
}
