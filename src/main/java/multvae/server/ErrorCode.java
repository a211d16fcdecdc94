package multvae.server;

import java.util.Locale;

/** What a client is told that went wrong, with the HTTP status that goes with it. openapi.json describes each. */
enum ErrorCode {
    BAD_REQUEST(400),
    INVALID_JSON(400),
    UNKNOWN_FIELD(400),
    INVALID_VALUE(400),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    REQUEST_TIMEOUT(408),
    BODY_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    INTERNAL_ERROR(500),
    OVERLOADED(503),
    STOPPING(503),
    DEADLINE_EXCEEDED(504);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    /** As clients see it, such as unknown_field. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
