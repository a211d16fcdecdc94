package multvae.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import multvae.serving.Query;

/** The body of a POST /recommendations: an object with only the fields of a {@link Query}, within the limits. */
final class QueryReader {

    private static final int DEFAULT_TOP = 10;
    private static final int SHOWN = 40; // characters of a client's own text that a message repeats

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNumberLength(32)
                    .maxNameLength(64)
                    .build())
            .build();

    private final Limits limits;

    QueryReader(Limits limits) {
        this.limits = limits;
    }

    /** @throws ApiError where it is anything else */
    Query read(byte[] body) {
        try (JsonParser parser = JSON.createParser(text(body))) {
            Query query = object(parser);
            if (parser.nextToken() != null) {
                throw notJson("more after the object's end");
            }
            return query;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw notJson("a mistake at line " + at.getLineNr() + ", column " + at.getColumnNr());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of a text in memory there is none
        }
    }

    /** UTF-8 and nothing else: the parser would guess UTF-16 and -32 by itself. */
    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw notJson("not UTF-8");
        }
    }

    private Query object(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw notJson("something else");
        }
        List<Long> likes = List.of();
        int top = DEFAULT_TOP;
        List<Long> exclude = List.of();
        List<Long> only = List.of();
        boolean includeSeen = false;
        boolean explain = false;
        Set<String> given = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            if (!given.add(field)) {
                throw wrong(shown(field), "it once");
            }
            switch (field) {
                case "likes" -> likes = ids(parser, field);
                case "top" -> top = top(parser, field);
                case "exclude" -> exclude = ids(parser, field);
                case "only" -> only = allowed(parser, field);
                case "includeSeen" -> includeSeen = flag(parser, field);
                case "explain" -> explain = flag(parser, field);
                default ->
                    throw new ApiError(
                            ErrorCode.UNKNOWN_FIELD,
                            "known are likes, top, exclude, only, includeSeen and explain",
                            shown(field));
            }
        }
        if (explain && likes.size() > limits.explainedIds()) {
            throw wrong("likes", "at most " + limits.explainedIds() + " ids where explain is true");
        }
        return new Query(likes, top, exclude, only, includeSeen, explain);
    }

    private int top(JsonParser parser, String field) throws IOException {
        long top = integer(parser, field, "an integer from 1 to " + limits.top());
        if (top < 1 || top > limits.top()) {
            throw wrong(field, "an integer from 1 to " + limits.top());
        }
        return (int) top;
    }

    /** An empty list is refused: it would allow all, where its sender means none. */
    private List<Long> allowed(JsonParser parser, String field) throws IOException {
        List<Long> ids = ids(parser, field);
        if (ids.isEmpty()) {
            throw wrong(field, "at least one id; leave it out to allow all items");
        }
        return ids;
    }

    private List<Long> ids(JsonParser parser, String field) throws IOException {
        String expected = "a list of at most " + limits.ids() + " ids, which are integers";
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrong(field, expected);
        }
        List<Long> ids = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (ids.size() == limits.ids()) {
                throw wrong(field, expected);
            }
            ids.add(integer(parser, field, expected));
        }
        return ids;
    }

    private static long integer(JsonParser parser, String field, String expected) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw wrong(field, expected);
        }
        return parser.getLongValue();
    }

    private static boolean flag(JsonParser parser, String field) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw wrong(field, "true or false");
        };
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private static ApiError wrong(String field, String expected) {
        return new ApiError(ErrorCode.INVALID_VALUE, "expected " + expected, field);
    }

    private static ApiError notJson(String found) {
        return new ApiError(ErrorCode.INVALID_JSON, "expected one JSON object in UTF-8, found " + found);
    }
}
