package multvae.ratings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import multvae.io.UserError;

/** Looks for the rows of a user and an item, to name them in an error. */
final class RowSearch {

    private final RatingsReader.Options options;
    private final Function<Path, TableLayout> layouts;

    /** @param layouts the form of each file */
    RowSearch(RatingsReader.Options options, Function<Path, TableLayout> layouts) {
        this.options = options;
        this.layouts = layouts;
    }

    /**
     * The error for two rows with the same user and item, which it looks for in the files.
     *
     * @param files that have them
     */
    UserError repeated(List<Path> files, String userId, String itemId) {
        return DataErrors.repeated(places(files, userId, itemId, 2), userId, itemId);
    }

    /** Where the first rows with a user and an item are, as file and line: it reads the files once more. */
    List<String> places(List<Path> files, String userId, String itemId, int most) {
        List<String> places = new ArrayList<>();
        for (Path file : files) {
            if (options.lists()) {
                ItemLists.forEach(file, options.table().charset(), (user, item, line) -> {
                    if (places.size() < most && user.equals(userId) && item.equals(itemId)) {
                        places.add(file + ":" + line);
                    }
                });
            } else {
                Table.forEach(layouts.apply(file), row -> {
                    if (places.size() < most
                            && row.value(Column.USER).equals(userId)
                            && row.value(Column.ITEM).equals(itemId)) {
                        places.add(row.where());
                    }
                });
            }
        }
        return places;
    }
}
