package multvae.evaluation;

import java.nio.file.Path;
import java.util.List;
import multvae.io.Json;
import multvae.io.JsonId;
import multvae.io.Require;

/**
 * A user to look at: what is known, what is to be found, and what each model recommends. All by raw ids: other files of a run may
 * be of another split, which has other columns. Their file is examples.json.
 *
 * @param userId the user
 * @param foldIn the user's known items, in the order of their columns
 * @param heldOut those to be found, in the order of their columns, at least one
 * @param recommended a list of each model, ours first
 */
public record Example(
        @JsonId String userId,
        @JsonId.OfEach List<String> foldIn,
        @JsonId.OfEach List<String> heldOut,
        List<Recommended> recommended) {

    /**
     * A model's list.
     *
     * @param model its name
     * @param items the best-scored items that the user has not folded in, best first
     */
    public record Recommended(String model, @JsonId.OfEach List<String> items) {

        public Recommended {
            Require.present(model, "model");
            items = List.copyOf(items);
        }
    }

    public Example {
        Require.present(userId, "userId");
        Require.atLeast(1, heldOut.size(), "the number of heldOut items");
        foldIn = List.copyOf(foldIn);
        heldOut = List.copyOf(heldOut);
        recommended = List.copyOf(recommended);
    }

    /** Writes examples.json. */
    public static void write(Path file, List<Example> examples) {
        Json.write(file, examples);
    }

    /**
     * Reads examples.json.
     *
     * @throws multvae.io.UserError if it is not a file that {@link #write} wrote
     */
    public static List<Example> read(Path file) {
        return List.of(Json.read(file, Example[].class, "the examples of an evaluation", "run evaluate again"));
    }
}
