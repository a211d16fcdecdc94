package multvae.serving;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import multvae.ids.IdNumbers;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.matrix.ItemCounts;
import multvae.matrix.ItemIndex;
import multvae.matrix.TitleSearch;

/** The items that a model knows, by raw id and by title. Immutable. */
public final class Items {

    private static final int CANDIDATES = 3;

    private static final int MOST_QUOTED = 200; // characters, in a message

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,100}");
    private static final Pattern CODE =
            Pattern.compile("(?=[^0-9]*[0-9])\\S{1,100}"); // a digit and no space: B00X4WHP5E

    private final ItemIndex index;
    private final int[] trainUsers; // [items]
    private final IdNumbers columns; // by raw id; those of the index
    private TitleSearch search; // made when it is first asked for

    Items(ItemIndex index, int[] trainUsers) {
        this.index = index;
        this.trainUsers = trainUsers;
        this.columns = IdNumbers.of(index.itemIds());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param most items that there can be
     * @param remedy what to do if the files are others
     * @throws UserError if they are
     */
    static Items read(Path titles, Path popularity, int most, String remedy) {
        ItemIndex index = ItemIndex.read(titles, most);
        return new Items(index, ItemCounts.read(popularity, index.size(), remedy));
    }

    void write(Path titles, Path popularity) {
        index.write(titles);
        ItemCounts.write(popularity, trainUsers);
    }

    /** How many there are. */
    public int size() {
        return index.size();
    }

    /** The item of a raw id. */
    public Optional<Item> byId(String id) {
        int item = index(id);
        return item == IdNumbers.UNKNOWN ? Optional.empty() : Optional.of(item(item));
    }

    /** How many train users have an item; 0 if it is unknown. */
    public int trainUsers(String id) {
        int item = index(id);
        return item == IdNumbers.UNKNOWN ? 0 : trainUsers[item];
    }

    /** The items of a title: those with exactly that one, else those with it in upper or lower case; often just one. */
    public List<Item> byTitle(String title) {
        List<Item> exact = all(item -> index.title(item).equals(title));
        return exact.isEmpty() ? all(item -> index.title(item).equalsIgnoreCase(title)) : exact;
    }

    /**
     * The items that have all words of a text in their titles, in any order, whole or in part; if there are none,
     * those that are spelt alike. The best match first, of equals the most popular.
     *
     * @param text its first ten words count; case, accents and punctuation do not
     * @param count at most so many, from 0
     */
    public List<Item> find(String text, int count) {
        return search().find(text, count).stream().map(this::item).toList();
    }

    private synchronized TitleSearch search() {
        if (search == null) {
            search = new TitleSearch(index, trainUsers);
        }
        return search;
    }

    /**
     * The raw id that a person means who writes an id or a title. The id of an item comes before a title. Text that is
     * neither is the id of an unknown item if it is a whole number, or if no title is like it and it looks like an id: it has
     * a digit and no space, or no item has a title at all.
     *
     * @param where what to call the place in the message, such as an option
     * @throws UserError if it is the title of no item, with the nearest ones, or of several
     */
    public String resolve(String where, String text) {
        if (index(text) != IdNumbers.UNKNOWN) {
            return text;
        }
        List<Item> found = byTitle(text);
        if (found.size() == 1) {
            return found.get(0).id();
        }
        if (found.isEmpty() && NUMBER.matcher(text).matches()) {
            return text;
        }
        String quoted = '"' + Printable.oneLine(cut(text)) + '"';
        if (!found.isEmpty()) {
            throw new UserError(where, "an item", quoted + ", a title of " + shown(found), "give the id");
        }
        if (isListOfIds(text)) {
            throw new UserError(
                    where, "one item", quoted + ", several ids", "give each of them in an option of its own");
        }
        List<Item> nearest = find(text, CANDIDATES);
        if (nearest.isEmpty()
                && !text.isEmpty()
                && (!haveTitles() || CODE.matcher(text).matches())) {
            return text;
        }
        throw new UserError(
                where,
                "the id or the title of an item",
                quoted,
                nearest.isEmpty()
                        ? "no item has this id, and no title is like it; inspect RUN items --find WORD searches the titles"
                        : "did you mean " + shown(nearest));
    }

    /** Whether it is ids with commas between, one of which is known. */
    private boolean isListOfIds(String text) {
        List<String> parts = List.of(text.split(", ?", -1));
        return parts.size() > 1
                && parts.stream().noneMatch(part -> part.isEmpty() || part.contains(" "))
                && parts.stream().anyMatch(part -> index(part) != IdNumbers.UNKNOWN);
    }

    private boolean haveTitles() {
        return IntStream.range(0, size()).anyMatch(item -> !index.title(item).isEmpty());
    }

    private static String cut(String text) {
        return text.length() <= MOST_QUOTED ? text : text.substring(0, MOST_QUOTED);
    }

    private static String shown(List<Item> items) {
        return items.stream()
                .map(item ->
                        Printable.oneLine(item.title() + " [" + item.id() + "]").strip())
                .collect(Collectors.joining(", "));
    }

    private List<Item> all(IntPredicate matches) {
        return IntStream.range(0, size()).filter(matches).mapToObj(this::item).toList();
    }

    Item item(int item) {
        return new Item(index.itemId(item), index.title(item), index.genres(item));
    }

    /** The column of a raw id; negative if it is unknown. */
    int index(String id) {
        return columns.find(id);
    }

    /** [items]: the scores of the most popular ones. */
    float[] popularity() {
        float[] scores = new float[size()];
        for (int item = 0; item < scores.length; item++) {
            scores[item] = trainUsers[item];
        }
        return scores;
    }
}
