package multvae.download;

import java.time.Duration;

/**
 * How long a download waits, and how often it tries again.
 *
 * @param connect for a connection to stand, TLS not included
 * @param idle for the first, or the next, bytes of an answer
 * @param retries attempts after the first that bring nothing new before it gives up; each one that brings new bytes
 *     starts the count again
 * @param backoff before the first retry; doubles with each
 */
record RetryDelays(Duration connect, Duration idle, int retries, Duration backoff) {

    static final RetryDelays DEFAULT =
            new RetryDelays(Duration.ofSeconds(20), Duration.ofSeconds(30), 5, Duration.ofSeconds(1));

    /** The wait before retry {@code retry}, counted from 1. */
    Duration before(int retry) {
        return backoff.multipliedBy(1L << (retry - 1));
    }
}
