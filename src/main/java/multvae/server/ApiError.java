package multvae.server;

import java.util.Locale;
import java.util.Objects;
import multvae.io.Printable;

/** What a client is told about an error. The message names nothing of the server's own. */
final class ApiError extends RuntimeException {

    /** The kind of an error, with its HTTP status. openapi.json describes each. */
    enum Code {
        BAD_REQUEST(400),
        INVALID_JSON(400),
        UNKNOWN_FIELD(400),
        UNKNOWN_PARAMETER(400),
        INVALID_VALUE(400),
        UNAUTHORIZED(401),
        NOT_FOUND(404),
        METHOD_NOT_ALLOWED(405),
        REQUEST_TIMEOUT(408),
        BODY_TOO_LARGE(413),
        UNSUPPORTED_MEDIA_TYPE(415),
        HOST_NOT_ALLOWED(421),
        INTERNAL_ERROR(500),
        OVERLOADED(503),
        STOPPING(503),
        DEADLINE_EXCEEDED(504);

        private final int status;

        Code(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }

        /** As clients see it: {@code unknown_field}. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int MAX_SHOWN_CHARS = 40; // of a client's own text

    private final Code code;
    private final String field;

    ApiError(Code code, String message) {
        this(code, message, "");
    }

    /** @param field the field or parameter of the request that is wrong; empty if the error is not about one */
    ApiError(Code code, String message, String field) {
        super(Objects.requireNonNull(message), null, false, false); // a client's mistake needs no stack trace
        this.code = code;
        this.field = field;
    }

    /** A client's own text as an error shows it. */
    static String shortened(String text) {
        return text.length() <= MAX_SHOWN_CHARS ? text : Printable.start(text, MAX_SHOWN_CHARS) + "...";
    }

    static ApiError stopping() {
        return new ApiError(Code.STOPPING, "the service is stopping");
    }

    static ApiError overloaded() {
        return new ApiError(Code.OVERLOADED, "too many requests wait; try again later");
    }

    Code code() {
        return code;
    }

    String field() {
        return field;
    }
}
