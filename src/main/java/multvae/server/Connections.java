package multvae.server;

import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import multvae.server.ClientConnection.Phase;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.IO;

/**
 * The open connections, and what each waits for. Clients are slow, by accident or on purpose, so whatever the service waits
 * for has a deadline, and gives way to a newcomer if there are too many: a client that takes all connections keeps none of
 * them for long. A request that is being answered never gives way.
 */
final class Connections implements SelectorManager.AcceptListener {

    /** Why the service has closed or refused a connection. */
    enum Reason {
        /** The client took too long. */
        SLOW,
        /** Others needed the room. */
        ROOM,
        /** All connections are at work. */
        LIMIT,
        /** All connections of this client are at work. */
        CLIENT_LIMIT;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final int total;
    private final int perClient;
    private final Duration patience;
    private final Consumer<Reason> closings;
    private final Map<SelectableChannel, ClientConnection> open = new LinkedHashMap<>();
    private boolean stopping;
    private boolean draining;

    /**
     * @param total at once
     * @param perClient of these, from one address
     * @param patience with a client, for each of its steps: a request's head, its body, taking the answer, the next request
     * @param closings is told of each connection that is closed or refused
     */
    Connections(int total, int perClient, Duration patience, Consumer<Reason> closings) {
        this.total = total;
        this.perClient = perClient;
        this.patience = patience;
        this.closings = closings;
    }

    /** On Jetty's acceptor, before anything is read. If there is no room, the one that has waited longest makes it. */
    @Override
    public void onAccepting(SelectableChannel channel) {
        Optional<ByteBuffer> client = ClientConnection.client((SocketChannel) channel);
        if (client.isEmpty()) {
            IO.close(channel); // it has gone already
            return;
        }
        List<ClientConnection> leaving = new ArrayList<>();
        Optional<Reason> refusal;
        synchronized (this) {
            refusal = makeRoom(client.get(), leaving);
            if (refusal.isEmpty()) {
                open.put(channel, new ClientConnection(channel, client.get()));
            }
        }
        leaving.forEach(connection -> close(connection, Reason.ROOM)); // outside of the lock: it calls back
        refusal.ifPresent(reason -> {
            IO.close(channel);
            closings.accept(reason);
        });
    }

    private Optional<Reason> makeRoom(ByteBuffer client, List<ClientConnection> leaving) {
        Predicate<ClientConnection> same = connection -> connection.client().equals(client);
        if (open.values().stream().filter(same).count() >= perClient && !removeOne(same, leaving)) {
            return Optional.of(Reason.CLIENT_LIMIT);
        }
        if (open.size() >= total && !removeOne(connection -> true, leaving)) {
            return Optional.of(Reason.LIMIT);
        }
        return Optional.empty();
    }

    /** Whether there was one that the service does nothing for. */
    private boolean removeOne(Predicate<ClientConnection> candidates, List<ClientConnection> leaving) {
        Optional<ClientConnection> first = open.values().stream()
                .filter(candidates)
                .filter(connection -> !connection.isAtWork())
                .min(ClientConnection.byWhoGivesWay());
        first.ifPresent(connection -> {
            open.remove(connection.channel());
            leaving.add(connection);
        });
        return first.isPresent();
    }

    private void close(ClientConnection connection, Reason reason) {
        closings.accept(reason);
        connection.close();
    }

    @Override
    public synchronized void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        open.remove(channel);
    }

    @Override
    public synchronized void onClosed(SelectableChannel channel) {
        open.remove(channel);
    }

    /** Jetty has opened an accepted connection, perhaps one that had to leave meanwhile. */
    void opened(EndPoint endPoint) {
        boolean stays;
        synchronized (this) {
            ClientConnection connection = open.get(ClientConnection.channel(endPoint));
            stays = connection != null;
            if (stays) {
                connection.opened(endPoint);
            }
        }
        if (!stays) {
            endPoint.close();
        }
    }

    /** The connection of a request, whose head is complete. */
    synchronized ClientConnection of(Request request) {
        SelectableChannel channel = ClientConnection.channel(
                request.getConnectionMetaData().getConnection().getEndPoint());
        ClientConnection connection = open.get(channel);
        return connection == null
                ? new ClientConnection(channel, ByteBuffer.allocate(0))
                : connection; // closed meanwhile
    }

    synchronized void enter(ClientConnection connection, Phase phase) {
        connection.enter(phase);
    }

    /**
     * An answer begins.
     *
     * @return whether it must say that it is the connection's last
     */
    synchronized boolean answer(ClientConnection connection) {
        connection.enter(Phase.ANSWER);
        return draining;
    }

    synchronized int count() {
        return open.size();
    }

    /** Closes what has waited for a client for too long. To be called several times a second. */
    void closeSlow() {
        List<ClientConnection> slow;
        synchronized (this) {
            open.values().forEach(ClientConnection::noticeHead);
            slow = open.values().stream()
                    .filter(connection -> connection.isOver(patience))
                    .toList();
            slow.forEach(connection -> open.remove(connection.channel()));
        }
        slow.forEach(connection -> close(connection, Reason.SLOW));
    }

    /** From here on the service is about to stop: it gets ready to take no more requests. */
    synchronized void announceStop() {
        stopping = true;
    }

    synchronized boolean isStopping() {
        return stopping;
    }

    /** From here on each answer is its connection's last. */
    synchronized void drain() {
        draining = true;
    }

    /**
     * Waits until each client that is quick has had its last answer. What is left then belongs to clients that are slow or have
     * nothing to ask, or is at work.
     */
    synchronized void awaitQuick(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (System.nanoTime() < end && open.values().stream().anyMatch(ClientConnection::isQuick)) {
            wait(1); // milliseconds
        }
    }
}
