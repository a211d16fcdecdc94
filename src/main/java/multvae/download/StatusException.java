package multvae.download;

import java.io.IOException;
import java.util.Optional;
import multvae.io.IoReason;

/** An answer that is not the archive. */
final class StatusException extends IOException {

    private final int status;

    /** @param location where the answer redirects to, if it does and was not followed */
    StatusException(int status, Optional<String> location) {
        super("HTTP " + status
                + location.map(l -> ", a redirect to " + IoReason.oneLine(l)).orElse(""));
        this.status = status;
    }

    /** Whether the same request may fare better in a while. */
    boolean isTransient() {
        return status >= 500 || status == 408 || status == 429;
    }

    boolean isRedirect() {
        return status >= 300 && status < 400;
    }
}
