package multvae.weights;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import multvae.io.Safetensors;
import multvae.io.SafetensorsReader;
import multvae.weights.Architecture.Layer;

/** A program for {@link VectorKernelTest}: computes some layers with this JVM's fastest kernel and prints the kernel's name. */
final class LayerOutputs {

    /** Inputs, outputs: one, odd, below, at and above a block of either kernel. */
    private static final int[][] SIZES = {{1, 1}, {3, 7}, {29, 31}, {4, 32}, {30, 33}, {12, 64}, {65, 530}, {201, 1_031}
    };

    /** More weights than {@code VectorKernel} puts into one array. */
    private static final int[] LONG = {33_000, 300};

    private static final int MOST_USERS = 40;
    private static final int MOST_OF_LONG = 7;

    private LayerOutputs() {}

    /** Writes outputs to a directory, the argument, as the file {@code outputs}; without an argument it only prints. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0) {
            write(Path.of(arguments[0]));
        }
        System.out.println(Kernels.FASTEST.make(1, new float[1]).getClass().getSimpleName());
    }

    private static void write(Path directory) throws IOException {
        Random random = new Random(5);
        try (DataOutputStream bits =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(directory.resolve("outputs"))))) {
            for (int[] size : SIZES) {
                for (boolean transposed : new boolean[] {false, true}) {
                    write(directory, size, transposed, MOST_USERS, random, bits);
                }
            }
            write(directory, LONG, false, MOST_OF_LONG, random, bits);
        }
    }

    private static void write(
            Path directory, int[] size, boolean transposed, int mostUsers, Random random, DataOutputStream bits)
            throws IOException {
        float[] inputs = values(random, mostUsers * size[0]);
        PlainLayer layer = layer(directory.resolve("layer.safetensors"), size[0], size[1], transposed, random);
        for (int users = 1; users <= mostUsers; users++) {
            float[] outputs = new float[users * size[1]];
            layer.apply(Arrays.copyOf(inputs, users * size[0]), users, outputs);
            for (float output : outputs) {
                bits.writeInt(Float.floatToRawIntBits(output));
            }
        }
    }

    private static PlainLayer layer(Path file, int in, int out, boolean transposed, Random random) throws IOException {
        Safetensors.write(
                file,
                new TreeMap<>(),
                new TreeMap<>(Map.of(
                        "1 bias", new Safetensors.Values(List.of(out), FloatBuffer.wrap(values(random, out))),
                        "2 weight",
                                new Safetensors.Values(List.of(out, in), FloatBuffer.wrap(values(random, out * in))))));
        PlainLayer layer = new PlainLayer(new Layer(1, "p0", in, out, transposed, false, 0), out);
        try (SafetensorsReader values = SafetensorsReader.open(file, "write it again")) {
            layer.readBias(values);
            layer.readWeight(values);
        }
        return layer;
    }

    private static float[] values(Random random, int count) {
        float[] values = new float[count];
        for (int k = 0; k < count; k++) {
            values[k] = (float) random.nextGaussian();
        }
        return values;
    }
}
