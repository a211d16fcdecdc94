package multvae.serving;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import multvae.ids.IdNumbers;
import multvae.io.CsvRecords;
import multvae.io.Printable;
import multvae.io.TextFile;
import multvae.io.UserError;

/** What users have, from a file of user,item rows in UTF-8 whose users are not mixed. */
final class GroupedHistories implements Histories {

    private static final List<String> HEADER = List.of("user", "item");
    private static final String REMEDY = "see docs/formats.md";

    private final Path file;

    GroupedHistories(Path file) {
        this.file = file;
    }

    @Override
    public Path file() {
        return file;
    }

    /** Reads the file once and says whether a user's rows are one after the other. */
    boolean isGrouped() {
        try {
            read(history -> {});
            return true;
        } catch (UserComesAgain e) {
            return false;
        }
    }

    @Override
    public String reading() {
        return String.join(",", HEADER);
    }

    @Override
    public void forEach(Consumer<History> action) {
        try {
            read(action);
        } catch (UserComesAgain e) {
            throw new UserError(
                    e.where,
                    "a user's rows one after the other",
                    "user " + e.getMessage() + " again",
                    "sort the file by user");
        }
    }

    private void read(Consumer<History> action) {
        Reading reading = new Reading(action);
        CsvRecords.readOfUser(
                file,
                HEADER,
                REMEDY,
                (row, where) -> reading.take(
                        id(row.get(0), "the id of a user", where), id(row.get(1), "the id of an item", where), where));
        reading.end();
    }

    private static String id(String column, String expected, String where) {
        String text = TextFile.stripped(column); // as in the ratings that a model is trained on
        if (text.isEmpty()) {
            throw new UserError(where, expected, "an empty column", REMEDY);
        }
        if (text.indexOf(TextFile.UNDECODABLE) >= 0) { // as which all other characters would be the same
            throw new UserError(where, expected + " in UTF-8", TextFile.quote(text), "save the file as UTF-8");
        }
        return text;
    }

    /** Ends a pass, from within the reader of the rows. */
    private static final class UserComesAgain extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final String where;

        UserComesAgain(String where, String userId) {
            super(Printable.oneLine(userId));
            this.where = where;
        }
    }

    /** One pass. */
    private static final class Reading {

        private final IdNumbers before = new IdNumbers();
        private final Consumer<History> action;
        private List<String> items = new ArrayList<>();
        private String userId = "";

        Reading(Consumer<History> action) {
            this.action = action;
        }

        void take(String user, String item, String where) {
            if (!user.equals(userId)) {
                end();
                int users = before.size();
                if (before.add(user) != users) {
                    throw new UserComesAgain(where, user);
                }
                userId = user;
            }
            items.add(item);
        }

        void end() {
            if (!items.isEmpty()) {
                action.accept(new History(userId, items));
                items = new ArrayList<>();
            }
        }
    }
}
