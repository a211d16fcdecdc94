package multvae.download;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import multvae.io.IoReason;
import multvae.io.UserError;

/** What a failed download is called, and the ways round it. */
final class DownloadFailure {

    private DownloadFailure() {}

    static UserError of(IOException e, URI address, Path archive) {
        String where = address.toString();
        String otherwise = "put the archive at " + archive + ", or set data.ratings to a file of ratings";
        if (e instanceof StatusException status) {
            String remedy = (status.isRedirect() ? "set data.url to where the archives are" : "check data.url")
                    + ", or " + otherwise;
            return new UserError(where, "the archive", e.getMessage(), remedy, e);
        }
        if (e instanceof SSLHandshakeException || e instanceof SSLPeerUnverifiedException) {
            return new UserError(
                    where,
                    "a TLS certificate to trust",
                    IoReason.oneLine(String.valueOf(deepest(e).getMessage())),
                    "set data.url to " + plain(address) + " (the archive's checksum is verified all the same), or "
                            + otherwise,
                    e);
        }
        if (has(e, UnresolvedAddressException.class) || has(e, UnknownHostException.class)) {
            return new UserError(
                    where,
                    "a host that the network knows",
                    "no address for " + address.getHost(),
                    "check the network and data.url, or " + otherwise,
                    e);
        }
        if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
            String found = e instanceof ConnectException ? "connection refused or impossible" : "no connection in time";
            return new UserError(
                    where, "a server to connect to", found, "check the network and data.url, or " + otherwise, e);
        }
        return new UserError(
                where,
                "the whole archive",
                IoReason.of(e),
                "run this again to carry on where it stopped, or " + otherwise,
                e);
    }

    /** The setting {@code data.url} of an address, without TLS. */
    private static String plain(URI address) {
        String url = address.toString();
        return url.substring(0, url.lastIndexOf('/')).replaceFirst("(?i)^https:", "http:");
    }

    private static boolean has(Throwable e, Class<? extends Throwable> kind) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private static Throwable deepest(Throwable e) {
        Throwable t = e;
        while (t.getCause() != null) {
            t = t.getCause();
        }
        return t;
    }
}
