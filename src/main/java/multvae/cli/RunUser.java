package multvae.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import multvae.config.Spelling;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.matrix.ItemIndex;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.run.Artifacts;
import multvae.run.RunLayout;

/**
 * A user of a run's own data, with what the model is given of the user: of a train user all events, of a validation or test user
 * those that are folded in.
 *
 * @param part the part that the items are from; test before validation before train, if the user is in several
 * @param items the raw ids
 */
record RunUser(Part part, List<String> items) {

    private static final List<Part> PARTS = List.of(Part.TEST, Part.VALIDATION, Part.TRAIN);
    private static final Map<Part, RunLayout.Artifact> FILES = Map.of(
            Part.TRAIN, RunLayout.TRAIN_MATRIX,
            Part.VALIDATION, RunLayout.VALIDATION_FOLD_IN,
            Part.TEST, RunLayout.TEST_FOLD_IN);
    private static final int NEAR_SHOWN = 3;

    /**
     * Looks a user up.
     *
     * @param directory a run's
     * @throws UserError if it is not a run's, or if preprocess kept no such user
     */
    static RunUser of(Path directory, String userId) throws IOException {
        if (Files.isDirectory(directory) && !Files.exists(directory.resolve(RunLayout.RESOLVED_CONF))) {
            throw new UserError(
                    directory.toString(),
                    "a run's directory, since --user is given",
                    "none: a bundle has no users",
                    "name the run, or give the user's items with --likes");
        }
        Artifacts run = new Artifacts(directory);
        UserIndex users = UserIndex.read(run.file(RunLayout.USERS));
        for (Part part : PARTS) {
            OptionalInt row = users.find(part, userId);
            if (row.isPresent()) {
                return new RunUser(part, items(run, users, part, row.getAsInt()));
            }
        }
        throw new UserError(
                "--user",
                "a user of " + directory.resolve(RunLayout.USERS.name()),
                "\"" + Printable.oneLine(userId) + "\"" + near(users, userId),
                "correct it; if preprocess dropped the user, give the items with --likes");
    }

    private static List<String> items(Artifacts run, UserIndex users, Part part, int row) throws IOException {
        ItemIndex index = ItemIndex.read(run.file(RunLayout.ITEMS));
        CsrMatrix matrix = CsrFile.read(run.file(FILES.get(part)), users.size(part), index.size());
        List<String> items = new ArrayList<>();
        for (int k = matrix.rowStart(row); k < matrix.rowStart(row + 1); k++) {
            items.add(index.itemId(matrix.column(k)));
        }
        return items;
    }

    /** Ids that are a letter off; of numbers, every other number is near. */
    private static String near(UserIndex users, String userId) {
        List<String> near = new ArrayList<>();
        if (!userId.matches("[0-9]*")) {
            for (Part part : PARTS) {
                for (int row = 0; row < users.size(part) && near.size() < NEAR_SHOWN; row++) {
                    String id = users.userId(part, row);
                    if (Math.abs(id.length() - userId.length()) <= 1
                            && Spelling.distance(id, userId) <= 1
                            && !near.contains(id)) {
                        near.add(id);
                    }
                }
            }
        }
        return near.isEmpty() ? "" : ", near " + Printable.oneLine(String.join(", ", near));
    }
}
