package multvae.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import multvae.io.JsonId;

/**
 * A recommended item.
 *
 * @param itemId its raw id
 * @param title empty if there is none
 * @param genres at most twenty; often none. JSON leaves them out then
 * @param score the model's logit, which evaluate ranks by as well: of two items of one answer, e^(difference) is how many
 *     times as probable the first is. Of a baseline its own score. If the answer is by popularity, the number of train users who have the item.
 * @param why the user's own items that raise it most, the first the most; at most three, none unless asked for
 */
public record Recommendation(
        @JsonId String itemId,
        String title,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> genres,
        double score,
        List<Reason> why) {

    public Recommendation {
        genres = List.copyOf(genres);
        why = List.copyOf(why);
    }
}
