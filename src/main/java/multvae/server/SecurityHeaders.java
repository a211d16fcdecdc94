package multvae.server;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** What keeps a browser from doing more with an answer than showing it. */
final class SecurityHeaders {

    private static final String NOWHERE_ELSE = "; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /** Files of the service's own load; nothing is inline. */
    static final String OWN_FILES = "default-src 'self'" + NOWHERE_ELSE;

    /** Nothing loads or runs; styles are inline. */
    static final String INLINE_STYLES = "default-src 'none'; style-src 'unsafe-inline'" + NOWHERE_ELSE;

    private SecurityHeaders() {}

    /** @param policy one of this class */
    static void put(HttpFields.Mutable headers, String policy) {
        headers.put(HttpHeader.CACHE_CONTROL, "no-store")
                .put("Content-Security-Policy", policy)
                .put("X-Content-Type-Options", "nosniff")
                .put("Referrer-Policy", "no-referrer");
    }
}
