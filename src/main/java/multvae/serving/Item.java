package multvae.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import multvae.io.JsonId;

/**
 * An item that the model knows.
 *
 * @param id its raw id, as in the ratings
 * @param title empty if there is none
 * @param genres at most twenty; often none. JSON leaves them out then
 */
public record Item(@JsonId String id, String title, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> genres) {

    public Item {
        genres = List.copyOf(genres);
    }
}
