package multvae.model;

import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A float array's memory as the host sees it, without a copy. On a GPU the other side is told, so that what is written
 * here arrives there, and what is read here came from there.
 */
final class HostFloats {

    private HostFloats() {}

    /** Lets {@code action} change the array's elements, in row-major order. */
    static void write(INDArray array, Consumer<FloatBuffer> action) {
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        action.accept(array.data().asNioFloat());
        Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
    }

    /** Copies the array's elements, row-major, to the start of {@code target}. */
    static void read(INDArray array, float[] target) {
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        array.data().asNioFloat().get(0, target, 0, (int) array.length());
    }
}
