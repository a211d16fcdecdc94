package multvae.serving;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the users of a file have, user by user. It can be read several times, each time the same. */
public interface Histories {

    /**
     * A user's rows.
     *
     * @param userId the user's raw id
     * @param items the raw ids, in the file's order; may be empty
     */
    record History(String userId, List<String> items) {

        public History {
            items = List.copyOf(items);
        }
    }

    /** The file, for its name and its hash. */
    Path file();

    /** All that decides what is read from the same bytes, as a text. */
    String reading();

    /**
     * Reads the file.
     *
     * @param action is handed one user after the other, each once
     * @throws multvae.io.UserError with file and line, if something is wrong with the file
     */
    void forEach(Consumer<History> action);

    /**
     * A file that can be read user by user: UTF-8, RFC 4180, the header {@code user,item}, a user's rows one after the other. One user
     * and the ids of all users are all that is kept. It is read once now.
     *
     * @return nothing if a user's rows are not one after the other
     * @throws multvae.io.UserError with file and line, if something else is wrong with it
     */
    static Optional<Histories> ifGrouped(Path file) {
        GroupedHistories histories = new GroupedHistories(file);
        return histories.isGrouped() ? Optional.of(histories) : Optional.empty();
    }
}
