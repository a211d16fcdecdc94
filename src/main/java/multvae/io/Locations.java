package multvae.io;

import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The paths that a user's text names: those of this machine, and addresses such as {@code hdfs://host/logs} or {@code s3a://bucket/logs},
 * if this program was built with what knows such file systems.
 */
public final class Locations {

    /** A scheme of two letters at least, since one letter is a drive of Windows. */
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):/(.*)", Pattern.DOTALL);

    private Locations() {}

    /** What knows other file systems; found as a service. */
    public interface Provider {

        /**
         * The path of an address.
         *
         * @param address with a scheme, {@code ://}, perhaps a host, and a path
         * @throws UserError if no file system has the scheme, or there is no such host
         */
        RemotePath path(String address);
    }

    /** Whether a text is the address of a file, rather than a path of this machine. */
    public static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /** An address with {@code ://} after its scheme, as everybody names it: {@code file:/logs} is {@code file:///logs}. */
    static String normal(String text) {
        Matcher address = ADDRESS.matcher(text);
        return address.matches() && !address.group(2).startsWith("/")
                ? address.group(1) + ":///" + address.group(2)
                : text;
    }

    /**
     * The path.
     *
     * @throws UserError if the text is an address, and no file system has its scheme, or this program knows none
     * @throws java.nio.file.InvalidPathException if it is no path here
     */
    public static Path of(String text) {
        if (!isAddress(text)) {
            return Path.of(text);
        }
        return ServiceLoader.load(Provider.class, Locations.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> needsSpark(text))
                .path(normal(text));
    }

    /** The error for an address that this process does not read. */
    public static UserError needsSpark(String address) {
        return new UserError(
                Printable.oneLine(address),
                "a path of this machine, unless engine = spark",
                "an address",
                "read it with -Dengine=spark (docs/spark.md), or copy the files here");
    }
}
