package multvae.download;

import java.util.OptionalLong;

/** Hears how far a download is. */
@FunctionalInterface
public interface DownloadProgress {

    /** Hears nothing. */
    DownloadProgress NONE = (bytes, totalBytes) -> {};

    /**
     * Called at the start of every connection and after every chunk, on the thread that downloads.
     *
     * @param bytes the bytes on disk; starts above 0 if a download is resumed, falls back to 0 if it has to restart
     * @param totalBytes the archive's size; empty if the server does not say
     */
    void downloaded(long bytes, OptionalLong totalBytes);
}
