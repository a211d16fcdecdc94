package multvae.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import multvae.io.Printable;
import multvae.io.UserError;

/**
 * The hosts that requests may name. A page of another site can make a browser's name for that site point here (DNS
 * rebinding), but then the browser still sends the name. So the names are checked. An IP address cannot be pointed
 * elsewhere and is always allowed. Ports do not matter.
 */
final class AllowedHosts {

    /** Turns the check off. */
    static final String ANY = "*";

    private static final String LOCAL = "localhost";
    private static final int MAX_NAME_CHARS = 253; // RFC 1035
    private static final Pattern IP_V4 = Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

    private final Set<String> names;
    private final boolean any;

    private AllowedHosts(Set<String> names, boolean any) {
        this.names = names;
        this.any = any;
    }

    /** IP addresses and localhost. */
    static AllowedHosts local() {
        return new AllowedHosts(Set.of(LOCAL), false);
    }

    /**
     * IP addresses, localhost, the name that the service listens at, this machine's name, and those given.
     *
     * @param listening what the service listens at, a name or an address
     * @throws UserError if one of those given is no host
     */
    static AllowedHosts of(String listening, List<String> given) {
        Set<String> names = new HashSet<>(Set.of(LOCAL, normal(listening)));
        try {
            names.add(normal(InetAddress.getLocalHost().getHostName()));
        } catch (UnknownHostException e) {
            // the machine's name has no address, so nobody can have reached the service by it
        }
        for (String host : given) {
            String name = normal(host);
            if (!host.equals(ANY) && !isAddress(name) && (name.length() > MAX_NAME_CHARS || !isName(name))) {
                throw new UserError(
                        "--allowed-host",
                        "a host name without port, such as shop.example, or " + ANY,
                        "\"" + Printable.oneLine(host) + "\"",
                        "correct it");
            }
            names.add(name);
        }
        return new AllowedHosts(Set.copyOf(names), given.contains(ANY));
    }

    /** @param host of a request, without port; an IPv6 address is in brackets */
    boolean allows(String host) {
        String name = normal(host);
        return any || isAddress(name) || names.contains(name);
    }

    /** A full stop at the end means the same host. */
    private static String normal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static boolean isAddress(String name) {
        return name.startsWith("[") || IP_V4.matcher(name).matches();
    }
}
