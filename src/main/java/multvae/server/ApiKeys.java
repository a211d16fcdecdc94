package multvae.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import multvae.io.FileSignature;
import multvae.io.IoReason;
import multvae.io.UserError;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may ask: whoever sends one of the keys. Only their SHA-256 is kept and compared, in a time that does not depend on
 * which key, or how much of one, is right.
 */
final class ApiKeys {

    /** What a client is told to send. */
    static final String CHALLENGE = "Bearer realm=\"multvae\"";

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);
    private static final String HEADER = "X-Api-Key";
    private static final String SCHEME = "bearer ";
    private static final String COMMENT = "#";
    private static final int MIN_CHARS = 16;
    private static final int MAX_CHARS = 512;
    private static final int MAX_FILE_BYTES = 64 << 10;
    private static final Pattern KEY = Pattern.compile("[!-~]{" + MIN_CHARS + "," + MAX_CHARS + "}");

    private final Path file;
    private String seen;
    private volatile List<byte[]> hashes;

    private ApiKeys(Path file) {
        this.file = file;
        this.seen = FileSignature.of(file); // before it is read: what is written meanwhile is new
        this.hashes = hashes(file);
    }

    /**
     * Reads a file of keys, one per line. Empty lines and those that begin with # count for nothing.
     *
     * @throws UserError if it cannot be read, has no key, or one that is too short. It never quotes a key.
     */
    static ApiKeys read(Path file) {
        return new ApiKeys(file);
    }

    /** Uses the file's keys from now on if it has been replaced by a good one; else the old ones stay. */
    void renew() {
        String now = FileSignature.of(file);
        if (now.equals(seen) || !Files.isRegularFile(file)) { // a pipe is read once
            return;
        }
        seen = now;
        try {
            hashes = hashes(file);
            LOG.info("{}: its {} keys are used", file, hashes.size());
        } catch (UserError e) {
            LOG.warn("the old keys are still used: {}", e.getMessage());
        }
    }

    private static List<byte[]> hashes(Path file) {
        List<byte[]> hashes = new ArrayList<>();
        String[] lines = content(file).split("\n", -1);
        for (int k = 0; k < lines.length; k++) {
            String line = lines[k].strip();
            if (line.isEmpty() || line.startsWith(COMMENT)) {
                continue;
            }
            if (!KEY.matcher(line).matches()) {
                throw new UserError(
                        file + ":" + (k + 1),
                        "a key of " + MIN_CHARS + " to " + MAX_CHARS + " visible ASCII characters without spaces",
                        line.length() < MIN_CHARS || line.length() > MAX_CHARS
                                ? line.length() + " characters"
                                : "other characters",
                        "make one with: openssl rand -base64 32");
            }
            hashes.add(sha256(line));
        }
        if (hashes.isEmpty()) {
            throw new UserError(file.toString(), "one key per line", "none", "make one with: openssl rand -base64 32");
        }
        warnIfOthersCanRead(file);
        return List.copyOf(hashes);
    }

    private static String content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw new UserError(
                        file.toString(),
                        "a file of keys",
                        "more than " + MAX_FILE_BYTES + " bytes",
                        "name another file");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UserError(file.toString(), "a file of keys", IoReason.of(e), "correct --api-key-file", e);
        }
    }

    private static void warnIfOthersCanRead(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
                LOG.warn("{}: every user of this machine can read the keys; run: chmod o-r {}", file, file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("{}: no permissions to check", file, e); // Windows has none of this kind
        }
    }

    /** Whether a request brings one of the keys, as {@code Authorization: Bearer KEY} or {@code X-Api-Key: KEY}. */
    boolean accept(HttpFields headers) {
        String authorization = headers.get(HttpHeader.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return isKey(authorization.substring(SCHEME.length()).strip());
        }
        String key = headers.get(HEADER);
        return key != null && isKey(key);
    }

    private boolean isKey(String presented) {
        byte[] hash = sha256(presented);
        boolean found = false;
        for (byte[] key : hashes) {
            found |= MessageDigest.isEqual(key, hash); // all of them, even after a hit
        }
        return found;
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
