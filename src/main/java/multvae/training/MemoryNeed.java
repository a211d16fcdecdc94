package multvae.training;

import com.sun.management.OperatingSystemMXBean;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import multvae.config.ModelSettings.ItemLayers;
import multvae.io.ProcessMemory;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.model.NativeLibraries;
import multvae.model.TrainedModel;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Layer;
import multvae.weights.Architecture.Parameter;
import multvae.weights.Ranges;
import org.bytedeco.javacpp.Pointer;

/**
 * The memory that a training takes, estimated before it takes it.
 *
 * @param parameters numbers that are trained
 * @param longestArray elements of the longest array on Java's heap, or bytes of a message
 * @param stateBytes weights, Adam's two moments, the best epoch's copy, and a RecVAE's frozen encoder
 * @param batchBytes what else a step needs: gradients, rows, logits and what is derived from them
 * @param heapBytes what is on Java's heap at once: the matrices, the validation scores, and the model while it is saved
 */
public record MemoryNeed(long parameters, long longestArray, long stateBytes, long batchBytes, long heapBytes)
        implements Serializable {

    private static final long serialVersionUID = 1;

    private static final int COPIES_OF_PARAMETERS = 4;
    /** Weights and Adam's two moments: what a step needs, and what workers are sent when they begin. */
    private static final int SENT = 3;
    /** Arrays of the logits' size that the dense graph has at a time, forwards and backwards, as measured. */
    private static final int DENSE_ACTIVATIONS = 9;
    /** Two batches, one being filled while the other is used, each an input and a target. */
    private static final int DENSE_ROWS = 4;

    /** What makes the need smaller. */
    private static final String SMALLER = "lower model.pDims or train.batchSize, or raise preprocess.minItemEvents";

    private static final double GIGABYTE = 1e9;

    static MemoryNeed of(TrainingTask task) {
        Architecture architecture = task.architecture();
        long parameters = architecture.parameterCount();
        long users = task.plan().batchSize();
        int workers = task.settings().parallel().workers();
        long validationUsers = Math.min(
                Validation.batchSize(task), task.data().validationFoldIn().rows());
        long validationLogits = validationUsers * architecture.items();
        boolean full = task.settings().softmax().drawn().isEmpty(); // a step's logits are those of validation then
        return new MemoryNeed(
                parameters,
                Math.max(longestOfStep(task, users), validationLogits),
                Float.BYTES * (COPIES_OF_PARAMETERS * parameters + priorNumbers(architecture)),
                stepBytes(task, users) + (full ? 0 : Float.BYTES * validationLogits),
                matrixBytes(task)
                        + likelihoodBytes(architecture.items())
                        + Float.BYTES * validationLogits
                        + TrainedModel.heapToSave(architecture)
                        + (workers == 1
                                ? 0
                                : Float.BYTES * (SENT * parameters + (workers + 1L) * answerNumbers(task))));
    }

    /** Of steps alone: nothing is validated or saved, and no best epoch is kept. */
    static MemoryNeed ofSteps(TrainingTask task) {
        Architecture architecture = task.architecture();
        long parameters = architecture.parameterCount();
        long users = task.plan().batchSize();
        return new MemoryNeed(
                parameters,
                longestOfStep(task, users),
                Float.BYTES * (SENT * parameters + priorNumbers(architecture)),
                stepBytes(task, users),
                likelihoodBytes(candidates(task, users))
                        + Integer.BYTES
                                * ((long) task.data().train().rows()
                                        + task.data().train().nonZeros()));
    }

    /** Of a worker, which gets a part of each batch, and keeps no best epoch. */
    static MemoryNeed ofWorker(TrainingTask task) {
        Architecture architecture = task.architecture();
        long parameters = architecture.parameterCount();
        int workers = task.settings().parallel().workers();
        long users = ((long) task.plan().batchSize() + workers - 1) / workers;
        return new MemoryNeed(
                parameters,
                longestOfStep(task, users),
                Float.BYTES * (SENT * parameters + priorNumbers(architecture)),
                stepBytes(task, users),
                // what comes and what goes, each as arrays and as the bytes that are sent
                matrixBytes(task)
                        + likelihoodBytes(architecture.items())
                        + Float.BYTES * 2 * (SENT * parameters + answerNumbers(task)));
    }

    /** Numbers that a worker answers with. */
    private static long answerNumbers(TrainingTask task) {
        return (task.settings().parallel().averageEvery() > 1 ? SENT : 1)
                * task.architecture().parameterCount();
    }

    /** The longest array of a step: activations of some users, and the bytes of the gradients, which a worker sends as one message. */
    private static long longestOfStep(TrainingTask task, long users) {
        Architecture architecture = task.architecture();
        long widest = architecture.layers().stream()
                .limit(architecture.layers().size() - 1L)
                .mapToLong(Layer::out)
                .max()
                .orElse(0);
        long sent = task.settings().parallel().workers() == 1 ? 0 : Float.BYTES * architecture.parameterCount();
        return Math.max(users * widest, sent);
    }

    /** Bytes of the heap for softmax and likelihood over some items: in each part of a step a row of logits, and sums over its rows. */
    private static long likelihoodBytes(long items) {
        return 2L * Float.BYTES * Ranges.PARTS * items;
    }

    /** Bytes of what else a step on some users needs. */
    private static long stepBytes(TrainingTask task, long users) {
        long candidates = candidates(task, users);
        if (task.settings().softmax().drawn().isPresent()) { // rows, gradients, logits
            return Float.BYTES * candidates * (2L * task.architecture().last().in() + users);
        }
        boolean dense = task.itemLayers() == ItemLayers.DENSE;
        long gradients = dense
                ? task.architecture().parameterCount()
                : task.architecture().lastLayerWeights();
        return Float.BYTES * (gradients + users * candidates * (dense ? DENSE_ACTIVATIONS + DENSE_ROWS : 1));
    }

    /** How many items the softmax of a step on some users is over: of a sample, if no two of the users' items are the same. */
    private static long candidates(TrainingTask task, long users) {
        CsrMatrix train = task.data().train();
        long items = task.architecture().items();
        OptionalInt drawn = task.settings().softmax().drawn();
        return drawn.isPresent()
                ? Math.min(items, drawn.getAsInt() + users * train.nonZeros() / train.rows() + 1)
                : items;
    }

    /** Numbers of a RecVAE's frozen encoder; 0 for the others. */
    private static long priorNumbers(Architecture architecture) {
        return switch (architecture.type()) {
            case MULT_VAE, MULT_DAE -> 0;
            case RECVAE ->
                architecture.encoderParameters().stream()
                        .mapToLong(Parameter::length)
                        .sum();
        };
    }

    private static long matrixBytes(TrainingTask task) {
        TrainingData data = task.data();
        return Stream.concat(
                        Stream.of(data.train(), data.validationFoldIn(), data.validationHeldOut()),
                        task.everything().stream())
                .mapToLong(CsrMatrix::heap)
                .sum();
    }

    /** @throws UserError if this machine, or this process, does not have it */
    void check() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        check(Pointer.maxBytes(), system.getTotalMemorySize());
        ProcessMemory.requireHeap(where(), heapBytes, SMALLER);
        NativeLibraries.requireRoom(where(), stateBytes + batchBytes);
    }

    /**
     * @param offHeapLimit of this process, bytes; 0 if there is none
     * @param machine the machine's memory, or the container's, bytes
     */
    void check(long offHeapLimit, long machine) {
        if (longestArray > ProcessMemory.LONGEST_ARRAY) {
            throw refused(
                    "at most " + ProcessMemory.LONGEST_ARRAY
                            + " numbers in an array of Java's, and bytes in what a worker sends",
                    String.valueOf(longestArray),
                    SMALLER);
        }
        long offHeap = stateBytes + batchBytes;
        if (offHeap > ProcessMemory.left(offHeapLimit, 0)) {
            throw refused(
                    gigabytes(offHeap) + " outside of Java's heap",
                    gigabytes(offHeapLimit) + ", the limit of org.bytedeco.javacpp.maxbytes",
                    SMALLER + ", or raise the limit");
        }
        if (offHeap + heapBytes > machine) {
            throw refused(gigabytes(offHeap + heapBytes) + " of the machine's memory", gigabytes(machine), SMALLER);
        }
    }

    private UserError refused(String needed, String found, String remedy) {
        return new UserError(where(), needed, found, remedy);
    }

    private String where() {
        return "train, with " + this;
    }

    /** For a message: {@code 1,000 parameters: 0.02 GB for them and Adam's state, ...}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d parameters: %s for them and Adam's state, %s for a batch",
                parameters,
                gigabytes(stateBytes),
                gigabytes(batchBytes));
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f GB", bytes / GIGABYTE);
    }
}
