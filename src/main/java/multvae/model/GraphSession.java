package multvae.model;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.autodiff.samediff.internal.memory.AbstractMemoryMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.BaseNDArray;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a graph again and again with the same memory. SameDiff's own {@code output} allocates its results every time and takes
 * six times as long.
 */
final class GraphSession {

    /** A session remembers the ids of all arrays it ever freed; a new one forgets them. */
    private static final int RUNS_OF_A_SESSION = 256;

    private final SameDiff graph;
    private final Memory memory;
    private InferenceSession session;
    private int runs;

    GraphSession(SameDiff graph, Memory memory) {
        this.graph = graph;
        this.memory = memory;
    }

    /** The variables' values, valid until the memory's step ends. */
    Map<String, INDArray> run(List<String> variables, Map<String, INDArray> placeholders) {
        if (runs++ % RUNS_OF_A_SESSION == 0) {
            session = new InferenceSession(graph);
            session.setMmgr(memory);
        }
        return session.output(variables, placeholders, null, Set.of(), null, At.defaultAt());
    }

    /**
     * The arrays of a graph's intermediate results, kept from one step to the next.
     *
     * <p>SameDiff's own cache loses the gradients and some results of every step to the garbage collector: 90 MB per step at
     * MovieLens 20M's size, and page faults that cost more than the arithmetic. Here a step's arrays are allocated by the
     * first step of its shape and reused by all later ones.
     *
     * <p>Not thread-safe. Sessions that run one after the other may share it.
     */
    static final class Memory extends AbstractMemoryMgr {

        private record Kind(DataType type, List<Long> shape) {
            static Kind of(DataType type, long[] shape) {
                return new Kind(type, Arrays.stream(shape).boxed().toList());
            }
        }

        private final Map<Kind, Deque<INDArray>> free = new HashMap<>();
        private final Set<INDArray> handedOut = Collections.newSetFromMap(new IdentityHashMap<>());

        @Override
        public INDArray allocate(boolean detached, DataType dataType, long... shape) {
            Deque<INDArray> reusable = free.get(Kind.of(dataType, shape));
            INDArray array;
            if (reusable == null || reusable.isEmpty()) {
                array = Nd4j.createUninitializedDetached(dataType, shape);
            } else {
                array = reusable.pop();
                // The session remembers the ids of released arrays and would not release this one again.
                ((BaseNDArray) array).assignNewId();
            }
            handedOut.add(array);
            return array;
        }

        @Override
        public INDArray allocate(boolean detached, LongShapeDescriptor descriptor) {
            if (descriptor.isEmpty()) {
                return Nd4j.create(descriptor).detach();
            }
            return allocate(detached, descriptor.dataType(), descriptor.getShape());
        }

        /** Takes an array back. One that is not of this memory (a placeholder, a view) is left to its owner. */
        @Override
        public void release(INDArray array) {
            if (handedOut.remove(array)) {
                free.computeIfAbsent(Kind.of(array.dataType(), array.shape()), kind -> new ArrayDeque<>())
                        .push(array);
            }
        }

        /** Takes back whatever the session did not release, such as gradients and outputs: a step is over. */
        void endStep() {
            for (INDArray array : List.copyOf(handedOut)) {
                release(array);
            }
        }

        /** Frees every array at once, without waiting for the garbage collector. */
        @Override
        public void close() {
            endStep();
            free.values().forEach(arrays -> arrays.forEach(INDArray::close));
            free.clear();
        }
    }
}
