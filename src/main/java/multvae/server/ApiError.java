package multvae.server;

import java.util.Objects;

/** What a client is told that went wrong. Its message names nothing of the server's own. */
final class ApiError extends RuntimeException {

    private final ErrorCode code;
    private final String field;

    ApiError(ErrorCode code, String message) {
        this(code, message, "");
    }

    /** @param field of the request that is wrong; empty where it is no field */
    ApiError(ErrorCode code, String message, String field) {
        super(Objects.requireNonNull(message), null, false, false); // a client's mistake needs no stack trace
        this.code = code;
        this.field = field;
    }

    ErrorCode code() {
        return code;
    }

    String field() {
        return field;
    }
}
