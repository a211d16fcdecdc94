package multvae.cli;

import java.util.OptionalLong;
import multvae.download.DownloadProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A download as a person watches it: a line every tenth of it, or every 10 MB where its size is unknown. */
final class DownloadConsole implements DownloadProgress {

    private static final Logger LOG = LoggerFactory.getLogger(DownloadConsole.class);
    private static final long MEGABYTE = 1_000_000;

    private long nextBytes;

    @Override
    public void downloaded(long bytes, OptionalLong totalBytes) {
        if (bytes >= nextBytes) {
            LOG.info(
                    "  downloaded {} MB of {}",
                    bytes / MEGABYTE,
                    totalBytes.isPresent() ? totalBytes.getAsLong() / MEGABYTE : "?");
            nextBytes = bytes + Math.max(totalBytes.orElse(0) / 10, 10 * MEGABYTE);
        }
    }
}
