package multvae.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import multvae.io.FileSignature;
import multvae.io.IoReason;
import multvae.io.Printable;
import multvae.io.UserError;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service's key and certificate, checked before it listens. A renewed one takes over if it passes the same checks: a file
 * that is half written or wrong changes nothing.
 */
final class Certificate {

    private static final Logger LOG = LoggerFactory.getLogger(Certificate.class);
    private static final String TYPE = "PKCS12";
    private static final String MAKE_ONE = "see docs/serving.md for how to make one";

    private final ServerOptions.Tls tls;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private String seen;

    private Certificate(ServerOptions.Tls tls) {
        this.tls = tls;
        this.seen = FileSignature.of(tls.keyStore()); // before it is read: what is written meanwhile is new
        factory.setKeyStore(read(tls));
        factory.setKeyStorePassword(tls.password());
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    }

    /** @throws UserError as for {@link #read} */
    static Certificate open(ServerOptions.Tls tls) {
        return new Certificate(tls);
    }

    /** What Jetty makes TLS connections from: TLS 1.2 and 1.3. */
    SslContextFactory.Server factory() {
        return factory;
    }

    /** Uses the key store for new connections if it has been replaced by a good one. */
    void renew() {
        String now = FileSignature.of(tls.keyStore());
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            KeyStore renewed = read(tls);
            factory.reload(context -> context.setKeyStore(renewed));
            LOG.info("{}: the renewed certificate is used", tls.keyStore());
        } catch (UserError e) {
            LOG.warn("the old certificate is still used: {}", e.getMessage());
        } catch (Exception e) { // Jetty declares no more
            throw new IllegalStateException("a certificate that was checked cannot be used", e);
        }
    }

    /**
     * Reads a key store.
     *
     * @throws UserError if the file is no key store, the password is wrong, or there is no private key with a certificate
     *     that is valid now
     */
    private static KeyStore read(ServerOptions.Tls tls) {
        Path file = tls.keyStore();
        try {
            if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
                throw new UserError(file.toString(), "a PKCS12 key store", "no regular file", MAKE_ONE);
            }
            KeyStore keyStore =
                    KeyStore.getInstance(file.toFile(), tls.password().toCharArray());
            check(file, keyStore, tls.password().toCharArray());
            return keyStore;
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (UnrecoverableKeyException e) {
            throw wrongPassword(file, e);
        } catch (KeyStoreException e) {
            throw new UserError(file.toString(), "a key store in " + TYPE, "another format", MAKE_ONE, e);
        } catch (GeneralSecurityException e) {
            throw new UserError(
                    file.toString(),
                    "a key store that this Java can read",
                    Printable.oneLine(String.valueOf(e.getMessage())),
                    MAKE_ONE,
                    e);
        }
    }

    private static UserError unreadable(Path file, IOException e) {
        if (ExceptionUtils.indexOfType(e, UnrecoverableKeyException.class) >= 0) {
            return wrongPassword(file, e);
        }
        String found = Files.isReadable(file) ? "a damaged file" : IoReason.of(e);
        return new UserError(file.toString(), "a key store in " + TYPE, found, MAKE_ONE, e);
    }

    private static UserError wrongPassword(Path file, Exception e) {
        return new UserError(
                file.toString(), "the password of the key store and its key", "another one", "correct the password", e);
    }

    private static void check(Path file, KeyStore keyStore, char[] password) throws GeneralSecurityException {
        boolean found = false;
        String instead = "certificates only";
        for (String alias : Collections.list(keyStore.aliases())) {
            if (keyStore.isKeyEntry(alias) && keyStore.getKey(alias, password) != null) {
                if (keyStore.getCertificate(alias) instanceof X509Certificate certificate) {
                    found = true;
                    check(file, certificate);
                } else {
                    instead = "a key without a certificate";
                }
            }
        }
        if (!found) {
            throw new UserError(file.toString(), "a private key with its certificate", instead, MAKE_ONE);
        }
    }

    private static void check(Path file, X509Certificate certificate) {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            throw new UserError(
                    file.toString(),
                    "a certificate that is valid now",
                    "one from " + certificate.getNotBefore().toInstant() + " to "
                            + certificate.getNotAfter().toInstant(),
                    "renew it, or correct this machine's clock",
                    e);
        }
    }
}
