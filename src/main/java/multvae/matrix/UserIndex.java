package multvae.matrix;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import multvae.ids.IdList;
import multvae.ids.IdNumbers;
import multvae.io.CsvRecords;
import multvae.io.TextFile;
import multvae.io.UserError;

/**
 * The rows of the matrices: the raw id of each user, by part. Its file is users.csv: part,row,userId, with the train,
 * the validation and then the test users, row from 0 in each. A user may be in several parts, in each once.
 */
public final class UserIndex {

    private static final List<String> HEADER = List.of("part", "row", "userId");
    private static final String REMEDY = "run preprocess again";

    private final Map<Part, IdList> userIds;

    /**
     * The users of a split.
     *
     * @param userIds of each part, the raw ids in the order of its rows
     */
    public UserIndex(Map<Part, IdList> userIds) {
        this.userIds = new EnumMap<>(userIds);
    }

    /** The number of the part's users. */
    public int size(Part part) {
        return userIds.get(part).size();
    }

    /** The raw ids of the part's users, by row. */
    public IdList userIds(Part part) {
        return userIds.get(part);
    }

    /** The raw id of a row of the part's matrices. */
    public String userId(Part part, int row) {
        return userIds.get(part).get(row);
    }

    /** The row of a user in the part's matrices, if the user is in the part. */
    public OptionalInt find(Part part, String userId) {
        return IntStream.range(0, size(part))
                .filter(row -> userId(part, row).equals(userId))
                .findFirst();
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
        Map<Part, IdNumbers> users = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            users.put(part, new IdNumbers());
        }
        CsvRecords.read(file, HEADER, REMEDY, (row, where) -> {
            IdNumbers own = users.get(part(row.get(0), where));
            int next = own.size();
            if (!row.get(1).equals(String.valueOf(next))) {
                throw new UserError(where, "row " + next, TextFile.quote(row.get(1)), REMEDY);
            }
            if (row.get(2).isEmpty() || own.add(row.get(2)) != next) {
                throw new UserError(where, "the id of a user, given once", TextFile.quote(row.get(2)), REMEDY);
            }
        });
        Map<Part, IdList> userIds = new EnumMap<>(Part.class);
        users.forEach((part, own) -> userIds.put(part, own.list()));
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
