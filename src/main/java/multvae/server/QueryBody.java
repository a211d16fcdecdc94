package multvae.server;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import multvae.io.Json;
import multvae.io.JsonId;
import multvae.server.ApiError.Code;
import multvae.serving.Query;

/**
 * The body of POST /recommendations. Jackson sets the fields that the client gives; the others keep their defaults. It is
 * no record, since a record's constructor cannot tell a null from a field that is not given.
 */
final class QueryBody {

    @JsonProperty
    @JsonId.OfEach
    private List<String> likes = List.of();

    @JsonProperty
    private int top = 10;

    @JsonProperty
    @JsonId.OfEach
    private List<String> exclude = List.of();

    @JsonProperty
    @JsonId.OfEach
    private List<String> only; // null allows all items

    @JsonProperty
    private boolean includeSeen;

    @JsonProperty
    private boolean explain;

    /** @throws ApiError if the body is anything else than a query within the limits */
    static Query read(byte[] body, Limits limits) {
        if (body.length == 0) {
            throw new ApiError(Code.INVALID_JSON, "expected one JSON object in UTF-8, found an empty body");
        }
        try {
            return Json.parseUntrusted(body, QueryBody.class).query(limits);
        } catch (Json.Refused e) {
            throw switch (e.kind()) {
                case NOT_JSON ->
                    new ApiError(Code.INVALID_JSON, "expected one JSON object in UTF-8, found " + e.getMessage());
                case UNKNOWN_FIELD ->
                    new ApiError(
                            Code.UNKNOWN_FIELD,
                            "the fields are likes, top, exclude, only, includeSeen and explain",
                            ApiError.shortened(e.field()));
                case REPEATED_FIELD -> wrong(ApiError.shortened(e.field()), "the field once");
                case WRONG_VALUE -> wrong(e.field(), expected(e.field(), limits));
            };
        }
    }

    private Query query(Limits limits) {
        check("likes", likes.size() <= limits.ids(), limits);
        check("top", top >= 1 && top <= limits.top(), limits);
        check("exclude", exclude.size() <= limits.ids(), limits);
        // empty, it would allow none; who sends that has more likely lost the list
        check("only", only == null || (!only.isEmpty() && only.size() <= limits.ids()), limits);
        if (explain && likes.size() > limits.explainedIds()) {
            throw wrong("likes", "at most " + limits.explainedIds() + " ids if explain is true");
        }
        return new Query(likes, top, exclude, Optional.ofNullable(only), includeSeen, explain);
    }

    private static void check(String field, boolean right, Limits limits) {
        if (!right) {
            throw wrong(field, expected(field, limits));
        }
    }

    private static String expected(String field, Limits limits) {
        return switch (field) {
            case "top" -> "an integer from 1 to " + limits.top();
            case "likes", "exclude" -> "a list of at most " + limits.ids() + " ids, each a whole number or a text";
            case "only" ->
                "a list of 1 to " + limits.ids()
                        + " ids, each a whole number or a text; leave it out to allow all items";
            default -> "true or false";
        };
    }

    private static ApiError wrong(String field, String expected) {
        return new ApiError(Code.INVALID_VALUE, "expected " + expected, field);
    }
}
