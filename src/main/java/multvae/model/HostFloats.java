package multvae.model;

import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A float array's memory as the host sees it, row-major, without a copy. On a GPU the other side is told, so that what is
 * written here arrives there, and what is read here came from there.
 */
public final class HostFloats {

    private HostFloats() {}

    /** The elements, to be read. */
    public static FloatBuffer readable(INDArray array) {
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        return array.data().asNioFloat();
    }

    /** The elements, to be changed before ND4J next looks at the array. */
    static FloatBuffer writable(INDArray array) {
        FloatBuffer buffer = readable(array);
        Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
        return buffer;
    }

    /** Lets {@code action} change the elements. */
    public static void write(INDArray array, Consumer<FloatBuffer> action) {
        action.accept(readable(array));
        Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
    }

    /** Copies the elements to the start of {@code target}. */
    static void read(INDArray array, float[] target) {
        readable(array).get(0, target, 0, (int) array.length());
    }
}
