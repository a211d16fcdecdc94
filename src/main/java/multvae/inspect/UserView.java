package multvae.inspect;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import multvae.io.JsonId;
import multvae.io.Plural;
import multvae.io.UserError;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.run.Artifacts;
import multvae.run.RunLayout;

/** One user's rows: those of the matrices of the parts that the user is in. */
public final class UserView implements View {

    private static final Map<Part, List<RunLayout.Artifact>> FILES = Map.of(
            Part.TRAIN, List.of(RunLayout.TRAIN_MATRIX),
            Part.VALIDATION, List.of(RunLayout.VALIDATION_FOLD_IN, RunLayout.VALIDATION_HELD_OUT),
            Part.TEST, List.of(RunLayout.TEST_FOLD_IN, RunLayout.TEST_HELD_OUT));

    private record Place(@JsonIgnore Part part, int row) {

        @JsonProperty("part")
        String label() {
            return part.label();
        }
    }

    /** {@code rows} is a field for each matrix, by its name. */
    private record Data(
            @JsonId String userId, List<Place> places, @JsonAnyGetter Map<String, List<ItemsView.Item>> rows) {}

    private final String userId;
    private final List<Place> places;
    private final ItemsView.Catalogue catalogue;
    private final Map<String, List<Integer>> columns = new LinkedHashMap<>();

    /** @throws UserError if the run's data has no such user */
    public UserView(Artifacts run, String userId) throws IOException {
        this.userId = userId;
        UserIndex users = UserIndex.read(run.file(RunLayout.USERS));
        this.places = places(users, userId);
        this.catalogue = new ItemsView.Catalogue(run);
        for (Place place : places) {
            for (RunLayout.Artifact file : FILES.get(place.part())) {
                CsrMatrix matrix = CsrFile.read(run.file(file), users.size(place.part()), catalogue.size());
                columns.put(
                        file.file().replace(".npz", ""),
                        IntStream.range(matrix.rowStart(place.row()), matrix.rowStart(place.row() + 1))
                                .mapToObj(matrix::column)
                                .toList());
            }
        }
    }

    private static List<Place> places(UserIndex users, String userId) {
        List<Place> places = new ArrayList<>();
        for (Part part : Part.values()) {
            users.find(part, userId).ifPresent(row -> places.add(new Place(part, row)));
        }
        if (places.isEmpty()) {
            throw new UserError(
                    "user " + userId,
                    "the id of a user whom preprocess kept",
                    "no such user",
                    "see preprocess/users.csv");
        }
        return places;
    }

    @Override
    public Object data() {
        Map<String, List<ItemsView.Item>> rows = new LinkedHashMap<>();
        columns.forEach((name, row) -> rows.put(name, catalogue.items(row)));
        return new Data(userId, places, rows);
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Place place : places) {
            lines.add("user " + userId + ": row " + place.row() + " of the "
                    + place.part().label() + " users");
        }
        columns.forEach((name, row) -> {
            lines.add(name + ": " + Plural.of(row.size(), "item"));
            lines.addAll(catalogue.lines(row));
        });
        return lines;
    }
}
