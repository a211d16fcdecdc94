package multvae.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import multvae.matrix.CsrMatrix;

/** Workers in this process, a replica each; what they are told and what they answer goes through bytes, as between processes. */
final class ReplicasHere implements Workers {

    private final int count;
    private final CsrMatrix train;
    private final long lostAt; // the step in which the last worker is lost; -1: none
    int begun;
    long states; // how often the workers were sent weights and moments
    long rounds;

    ReplicasHere(int count, CsrMatrix train) {
        this(count, train, -1);
    }

    ReplicasHere(int count, CsrMatrix train, long lostAt) {
        this.count = count;
        this.train = train;
        this.lostAt = lostAt;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public Workers onEverything() {
        throw new UnsupportedOperationException("no training on everything");
    }

    @Override
    public Crew begin(WorkerTask task) {
        begun++;
        List<Replica> replicas = new ArrayList<>();
        for (int worker = 0; worker < count; worker++) {
            replicas.add(new Replica(copy(task), train));
        }
        return new Crew() {

            private boolean lost;

            @Override
            public RoundResult run(Round round) {
                rounds++;
                states += round.start() instanceof SharedState ? 1 : 0;
                if (round.step() == lostAt && !lost) {
                    lost = true;
                    replicas.set(count - 1, new Replica(task, train)).close();
                }
                List<RoundResult> parts = new ArrayList<>();
                for (int worker = 0; worker < count; worker++) {
                    parts.add(copy(replicas.get(worker).run(copy(round), worker)));
                }
                return RoundResult.sum(parts);
            }

            @Override
            public void close() {
                replicas.forEach(Replica::close);
            }
        };
    }

    @SuppressWarnings({"unchecked", "BanSerializableRead"})
    private static <T extends Serializable> T copy(T object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
            out.flush();
            return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
