package multvae.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.IO;

/** One connection and what it waits for; guarded by the lock of its {@link Connections}. */
final class ClientConnection {

    /** What a connection waits for. */
    enum Phase {
        /** The rest of a request's head; of the first one, all of it. */
        HEAD,
        /** A request's body. */
        BODY,
        /** The service. */
        WORK,
        /** The client, to take its answer. */
        ANSWER,
        /** The next request. */
        IDLE
    }

    private static final int IP_V6_NETWORK_BYTES = 8; // one client has all addresses of such a network

    private static final Duration SLOW = Duration.ofSeconds(1);

    private final SelectableChannel channel;
    private final ByteBuffer client;
    private EndPoint endPoint; // null until Jetty has it open
    private Phase phase = Phase.HEAD;
    private long since = System.nanoTime();
    private long bytesBefore; // that had come when the phase began

    /** @param client whose it is, see {@link #client} */
    ClientConnection(SelectableChannel channel, ByteBuffer client) {
        this.channel = channel;
        this.client = client;
    }

    SelectableChannel channel() {
        return channel;
    }

    ByteBuffer client() {
        return client;
    }

    void opened(EndPoint opened) {
        endPoint = opened;
    }

    void enter(Phase next) {
        phase = next;
        since = System.nanoTime();
        bytesBefore = bytesIn();
    }

    /** Whether its client, in less than a second, may end what it has begun, or begin to ask. */
    boolean isQuick() {
        return phase != Phase.WORK && !olderThan(SLOW);
    }

    /** An idle connection on which bytes come has a request's head to wait for. */
    void noticeHead() {
        if (phase == Phase.IDLE && bytesIn() != bytesBefore) {
            enter(Phase.HEAD);
        }
    }

    private long bytesIn() {
        Connection connection = endPoint == null ? null : endPoint.getConnection();
        return connection == null ? 0 : connection.getBytesIn();
    }

    /** Whether the service itself has something to do for it. */
    boolean isAtWork() {
        return phase == Phase.WORK;
    }

    /** Whether it has waited for too long, with this patience for a head. */
    boolean isOver(Duration patience) {
        return switch (phase) {
            case HEAD, ANSWER -> olderThan(patience);
            case IDLE -> olderThan(patience.plus(SLOW)); // Jetty's own timeout for what is idle comes first
            case BODY -> olderThan(patience.multipliedBy(3)); // RequestBody answers first
            case WORK -> false; // it has its own deadline
        };
    }

    private boolean olderThan(Duration age) {
        return System.nanoTime() - since >= age.toNanos();
    }

    /** Those that are slow in the middle of a request come first, then those that have waited longest. */
    static Comparator<ClientConnection> byWhoGivesWay() {
        return Comparator.comparing((ClientConnection connection) -> !connection.isStuck())
                .thenComparingLong(connection -> connection.since);
    }

    private boolean isStuck() {
        return phase != Phase.IDLE && olderThan(SLOW);
    }

    void close() {
        if (endPoint == null) {
            IO.close(channel);
        } else {
            endPoint.close();
        }
    }

    /** Whose connection it is; empty if it has gone already. */
    static Optional<ByteBuffer> client(SocketChannel channel) {
        try {
            return channel.getRemoteAddress() instanceof InetSocketAddress remote
                    ? Optional.of(client(remote.getAddress()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What one client cannot change: its address, or its network in IPv6. */
    static ByteBuffer client(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, IP_V6_NETWORK_BYTES));
    }

    /** The socket below an end point, below TLS too. */
    static SelectableChannel channel(EndPoint endPoint) {
        EndPoint plain = endPoint;
        while (plain instanceof EndPoint.Wrapper tls) {
            plain = tls.unwrap();
        }
        return (SelectableChannel) plain.getTransport();
    }
}
