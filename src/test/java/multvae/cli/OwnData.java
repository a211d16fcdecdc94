package multvae.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Made-up data in one of the forms of docs/data.md: 60 users with ten items each of 24.
 *
 * @param data how the page's row begins
 * @param header the first line, or the empty text
 * @param user the id of a user's number
 * @param item the id of an item's number
 * @param title the title of an item's number, or the empty text
 * @param explicit whether the rows have ratings
 * @param repeats whether some pairs come twice; of two ratings the last counts
 * @param line a row as a line of the file
 * @param files puts the lines where the command looks for them
 */
record OwnData(
        String data,
        String header,
        IntFunction<String> user,
        IntFunction<String> item,
        IntFunction<String> title,
        boolean explicit,
        boolean repeats,
        Function<Row, String> line,
        Files files) {

    static final int USERS = 60;
    static final int ITEMS = 24;
    private static final int ITEMS_OF_A_USER = 10;

    /**
     * A row.
     *
     * @param number its own, from 0
     * @param liked whether the rating is above the threshold
     */
    record Row(int number, int user, int item, boolean liked) {

        /** Seconds since 1970; later for later rows, in the same four months of 2014 for all users. */
        long time() {
            return 1_388_534_400L + 86_400L * (12L * (number % ITEMS_OF_A_USER)) + user;
        }
    }

    /** Writes lines, the header first. */
    interface Files {
        void write(List<String> lines) throws IOException;
    }

    /** All rows, user by user. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            for (int k = 0; k < ITEMS_OF_A_USER; k++) {
                rows.add(new Row(rows.size(), user, (7 * user + 5 * k) % ITEMS, (user + k) % 5 > 0));
            }
        }
        for (int user = 0; repeats && user < 8; user++) {
            rows.add(new Row(rows.size(), user, 7 * user % ITEMS, user % 2 == 0));
        }
        return rows;
    }

    List<String> lines() {
        return Stream.concat(
                        Stream.of(header).filter(text -> !text.isEmpty()),
                        rows().stream().map(line))
                .toList();
    }

    /**
     * What preprocess has to find.
     *
     * @param titles the title of each item with an event, by raw id
     */
    record Expected(int rows, int repeated, int events, int users, Map<String, String> titles) {}

    Expected expected() {
        Map<List<Integer>, Boolean> liked = new LinkedHashMap<>();
        rows().forEach(row -> liked.put(List.of(row.user(), row.item()), row.liked() || !explicit));
        Set<List<Integer>> events = liked.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Set<Integer> users = new HashSet<>();
        Map<String, String> titles = new HashMap<>();
        for (List<Integer> event : events) {
            users.add(event.get(0));
            titles.put(item.apply(event.get(1)), title.apply(event.get(1)));
        }
        return new Expected(rows().size(), rows().size() - liked.size(), events.size(), users.size(), titles);
    }
}
