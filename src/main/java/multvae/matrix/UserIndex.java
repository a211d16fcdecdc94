package multvae.matrix;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import multvae.io.CsvRecords;
import multvae.io.StrictNumbers;
import multvae.io.TextFile;
import multvae.io.UserError;

/**
 * The rows of the matrices: the raw id of each user, by part. Its file is users.csv: part,row,userId, with the train,
 * the validation and then the test users, row from 0 in each.
 */
public final class UserIndex {

    private static final List<String> HEADER = List.of("part", "row", "userId");
    private static final String REMEDY = "run preprocess again";

    private final Map<Part, LongArrayList> userIds;

    private UserIndex(Map<Part, LongArrayList> userIds) {
        this.userIds = userIds;
    }

    /**
     * The users of a split.
     *
     * @param userIds of each part, the raw ids in the order of its rows
     */
    public static UserIndex of(Map<Part, long[]> userIds) {
        Map<Part, LongArrayList> lists = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            lists.put(part, LongArrayList.wrap(userIds.get(part)));
        }
        return new UserIndex(lists);
    }

    /** The number of the part's users. */
    public int size(Part part) {
        return userIds.get(part).size();
    }

    /** The raw id of a row of the part's matrices. */
    public long userId(Part part, int row) {
        return userIds.get(part).getLong(row);
    }

    /** Writes users.csv: UTF-8, LF, the same bytes for the same users. */
    public void write(Path file) {
        CsvRecords.write(file, HEADER, csv -> {
            for (Part part : Part.values()) {
                for (int row = 0; row < size(part); row++) {
                    csv.print(part.label(), row, userId(part, row));
                }
            }
        });
    }

    /**
     * Reads users.csv.
     *
     * @throws UserError with file and line, if it is not a file that {@link #write} wrote
     */
    public static UserIndex read(Path file) {
        Map<Part, LongArrayList> userIds = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            userIds.put(part, new LongArrayList());
        }
        LongOpenHashSet seen = new LongOpenHashSet();
        CsvRecords.read(file, HEADER, REMEDY, (row, where) -> {
            LongArrayList own = userIds.get(part(row.get(0), where));
            if (!row.get(1).equals(String.valueOf(own.size()))) {
                throw new UserError(where, "row " + own.size(), TextFile.quote(row.get(1)), REMEDY);
            }
            long id = StrictNumbers.id(row.get(2));
            if (id < 0 || !seen.add(id)) {
                throw new UserError(
                        where, "the id of a user, a whole number given once", TextFile.quote(row.get(2)), REMEDY);
            }
            own.add(id);
        });
        return new UserIndex(userIds);
    }

    private static Part part(String label, String where) {
        for (Part part : Part.values()) {
            if (part.label().equals(label)) {
                return part;
            }
        }
        throw new UserError(where, "train, validation or test", TextFile.quote(label), REMEDY);
    }
}
