package multvae.serving;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import multvae.ids.IdNumbers;
import multvae.io.CsvRecords;
import multvae.io.Printable;
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
    record History(String userId, List<String> items) {}

    private final IdNumbers before = new IdNumbers();
    private final Consumer<History> action;
    private List<String> items = new ArrayList<>();
    private String userId = "";

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

    private static String id(String text, String expected, String where) {
        if (text.isEmpty()) {
            throw new UserError(where, expected, "an empty column", REMEDY);
        }
        return text;
    }

    private void take(String user, String item, String where) {
        if (!user.equals(userId)) {
            end();
            int users = before.size();
            if (before.add(user) != users) {
                throw new UserError(
                        where,
                        "a user's rows one after the other",
                        "user " + Printable.oneLine(user) + " again",
                        "sort the file by user");
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
