package multvae.download;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import multvae.io.AtomicFile;

/**
 * What the bytes of a partial file are the beginning of. Kept beside it, so that a later process resumes the same file,
 * not another version of it.
 *
 * @param address where it came from
 * @param validator its strong ETag, or else its Last-Modified date, as If-Range takes it; without one nothing is resumed
 * @param totalBytes its size, if the server said
 */
record ArchiveSource(String address, Optional<String> validator, OptionalLong totalBytes) {

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

    static ArchiveSource of(URI address, HttpHeaders headers) {
        return new ArchiveSource(address.toString(), validator(headers), headers.firstValueAsLong("Content-Length"));
    }

    /** Whether an answer of status 206 carries on with this file, from byte {@code from} on. */
    boolean isContinuedBy(HttpHeaders headers, long from) {
        Matcher range =
                CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
        if (!range.matches() || Long.parseLong(range.group(1)) != from) {
            return false;
        }
        boolean sameSize = range.group(2).equals("*")
                || totalBytes.isEmpty()
                || totalBytes.getAsLong() == Long.parseLong(range.group(2));
        Optional<String> now = validator(headers);
        return sameSize && (now.isEmpty() || now.equals(validator));
    }

    private static Optional<String> validator(HttpHeaders headers) {
        // RFC 9110, 13.1.5: If-Range must not carry a weak ETag.
        return headers.firstValue("ETag")
                .filter(tag -> !tag.startsWith("W/"))
                .or(() -> headers.firstValue("Last-Modified"));
    }

    void write(Path file) throws IOException {
        String size = totalBytes.isPresent() ? Long.toString(totalBytes.getAsLong()) : "";
        AtomicFile.write(file, size + "\n" + address + "\n" + validator.orElse("") + "\n");
    }

    /** What {@link #write} wrote; empty if there is no such file, or another one. */
    static Optional<ArchiveSource> read(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException | MalformedInputException e) {
            return Optional.empty();
        }
        if (lines.size() != 3 || !lines.get(0).matches("\\d{0,18}")) {
            return Optional.empty();
        }
        OptionalLong size =
                lines.get(0).isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(lines.get(0)));
        Optional<String> validator = Optional.of(lines.get(2)).filter(v -> !v.isEmpty());
        return lines.get(1).isEmpty()
                ? Optional.empty()
                : Optional.of(new ArchiveSource(lines.get(1), validator, size));
    }
}
