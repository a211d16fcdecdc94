package multvae.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import multvae.io.FileHash;
import multvae.io.RegularFile;
import multvae.io.Safetensors;
import multvae.io.SafetensorsReader;
import multvae.io.SafetensorsReader.Tensor;
import multvae.io.StrictNumbers;
import multvae.io.TextFile;
import multvae.io.UserError;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;
import multvae.weights.Architecture.Parameter;

/**
 * A trained model as a file of tensors, {@link Safetensors}: {@code q0.weight}, {@code q0.bias}, ..., {@code p0.weight}, ...
 * in the shapes of {@link Architecture}; of a layer norm {@code q0.norm.weight} and {@code q0.norm.bias}. Its metadata has the architecture, without what only training needs:
 *
 * <pre>
 *   version     1, of these rules
 *   model       mult-vae, mult-dae or recvae
 *   items       20108
 *   qDims       600,200
 *   pDims       200,600
 *   activation  tanh, sigmoid, relu, elu or swish
 * </pre>
 */
public final class WeightsFile {

    private static final String VERSION = "1";

    /** What else is on the heap, bytes. Measured: 98 MB of weights open and score with -Xmx101m, and not with -Xmx100m. */
    private static final long PROGRAM_HEAP = 6_000_000;

    private WeightsFile() {}

    /**
     * What a file has.
     *
     * @param architecture without dropout and penalty
     * @param scorer has the weights
     * @param hash of the file that they were read from
     */
    public record Content(Architecture architecture, PlainScorer scorer, FileHash hash) {}

    /**
     * Writes a model, or replaces its file in one move. The same weights give the same bytes.
     *
     * @param parameters the values of a parameter by its name, row-major
     * @throws UserError if the file cannot be written
     */
    public static void write(Path file, Architecture architecture, Function<String, Safetensors.Elements> parameters) {
        SortedMap<String, Safetensors.Values> tensors = new TreeMap<>();
        shapes(architecture)
                .forEach((name, shape) -> tensors.put(name, Safetensors.Values.of(shape, parameters.apply(name))));
        Safetensors.write(file, metadata(architecture), tensors);
    }

    private static SortedMap<String, String> metadata(Architecture architecture) {
        SortedMap<String, String> metadata = new TreeMap<>();
        metadata.put("version", VERSION);
        metadata.put("model", architecture.type().label());
        metadata.put("items", String.valueOf(architecture.items()));
        metadata.put("qDims", text(architecture.qDims()));
        metadata.put("pDims", text(architecture.pDims()));
        metadata.put("activation", architecture.activation().label());
        return metadata;
    }

    private static String text(List<Integer> sizes) {
        return sizes.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static SortedMap<String, List<Integer>> shapes(Architecture architecture) {
        SortedMap<String, List<Integer>> shapes = new TreeMap<>();
        for (Parameter parameter : architecture.parameters()) {
            shapes.put(
                    parameter.name(),
                    Arrays.stream(parameter.shape()).mapToObj(Math::toIntExact).toList());
        }
        return shapes;
    }

    /**
     * Reads a model. Its layers are compared with the shapes of the tensors before memory is taken.
     *
     * @param remedy what to do if the file is not such a file
     * @throws UserError if it cannot be read, is not such a file, has a value that is not finite, or does not fit into the heap
     */
    public static Content read(Path file, String remedy) throws IOException {
        try (SafetensorsReader tensors = SafetensorsReader.open(file, remedy)) {
            Architecture architecture = new Metadata(file, remedy, tensors.metadata()).architecture();
            requireShapes(file, remedy, architecture, tensors.tensors());
            requireHeap(file, architecture, Runtime.getRuntime().maxMemory());
            PlainScorer scorer = new PlainScorer(architecture, file);
            read(tensors, architecture, scorer::read);
            return new Content(architecture, scorer, tensors.hash());
        }
    }

    /** @param limit of the heap, bytes */
    static void requireHeap(Path file, Architecture architecture, long limit) {
        long bytes = PlainScorer.heap(architecture) + PROGRAM_HEAP;
        if (bytes > limit) {
            throw new UserError(
                    file.toString(),
                    "a model that fits into Java's heap of " + RegularFile.bytes(limit),
                    "one that takes " + RegularFile.bytes(bytes),
                    "raise it with -Xmx");
        }
    }

    /** Takes a file's values, parameter by parameter. */
    @FunctionalInterface
    public interface Target {

        /**
         * Reads all values of a parameter.
         *
         * @param values stands before them
         */
        void read(Parameter parameter, SafetensorsReader values);
    }

    /**
     * Reads the values of a model whose layers are known.
     *
     * @param expected the layers that the file must have; dropout and penalty are not compared
     * @param target made once the layers are compared, and then filled
     * @param remedy what to do if the file is not such a file
     * @throws UserError as that of {@link #read(Path, String)}, and if the file is another model's
     */
    public static void read(Path file, Architecture expected, Supplier<Target> target, String remedy)
            throws IOException {
        try (SafetensorsReader tensors = SafetensorsReader.open(file, remedy)) {
            Metadata metadata = new Metadata(file, remedy, tensors.metadata());
            metadata(expected).forEach((key, text) -> {
                String found = metadata.texts().getOrDefault(key, "none");
                if (!text.equals(found)) {
                    throw metadata.wrong(key, text, found);
                }
            });
            requireShapes(file, remedy, expected, tensors.tensors());
            read(tensors, expected, target.get());
        }
    }

    private static void read(SafetensorsReader tensors, Architecture architecture, Target target) {
        Map<String, Parameter> parameters =
                architecture.parameters().stream().collect(Collectors.toMap(Parameter::name, Function.identity()));
        for (Tensor tensor : tensors.tensors()) {
            target.read(parameters.get(tensor.name()), tensors);
        }
    }

    private static void requireShapes(Path file, String remedy, Architecture architecture, List<Tensor> tensors) {
        SortedMap<String, List<Integer>> expected = shapes(architecture);
        SortedMap<String, List<Integer>> found = new TreeMap<>();
        tensors.forEach(tensor -> found.put(tensor.name(), tensor.shape()));
        expected.forEach((name, shape) -> {
            if (!shape.equals(found.get(name))) {
                throw new UserError(
                        file.toString(),
                        "a tensor " + name + " of shape " + shape + ", as the metadata's layers have",
                        found.containsKey(name) ? String.valueOf(found.get(name)) : "none",
                        remedy);
            }
        });
        found.keySet().removeAll(expected.keySet());
        if (!found.isEmpty()) {
            throw new UserError(
                    file.toString(),
                    "the tensors of the metadata's layers",
                    "also " + TextFile.quote(found.firstKey()),
                    remedy);
        }
    }

    /** The architecture as the metadata has it. */
    private record Metadata(Path file, String remedy, SortedMap<String, String> texts) {

        Architecture architecture() {
            String version = texts.getOrDefault("version", "none");
            if (!version.equals(VERSION)) {
                throw wrong("version", VERSION, version);
            }
            List<Integer> qDims = sizes("qDims");
            List<Integer> pDims = sizes("pDims");
            if (!qDims.get(qDims.size() - 1).equals(pDims.get(0))) {
                throw wrong("qDims", "the latent size " + pDims.get(0) + " at the end", texts.get("qDims"));
            }
            ModelType type = constant("model", ModelType.values(), ModelType::label);
            if (type == ModelType.RECVAE && !Architecture.isResidual(qDims, pDims)) {
                throw wrong("qDims", "one layer or more of one width, then that of pDims alone", texts.get("qDims"));
            }
            return new Architecture(
                    size("items", texts.getOrDefault("items", "none"), Integer.MAX_VALUE),
                    type,
                    qDims,
                    pDims,
                    Collections.nCopies(qDims.size(), 0.0),
                    Collections.nCopies(pDims.size(), 0.0),
                    constant("activation", Activation.values(), Activation::label),
                    0);
        }

        private List<Integer> sizes(String key) {
            String[] sizes = texts.getOrDefault(key, "none").split(",", Architecture.MOST_LAYERS + 1);
            if (sizes.length > Architecture.MOST_LAYERS) {
                throw wrong(key, "at most " + Architecture.MOST_LAYERS + " sizes", texts.get(key));
            }
            return Arrays.stream(sizes)
                    .map(size -> size(key, size, Architecture.WIDEST))
                    .toList();
        }

        private int size(String key, String text, int most) {
            long size = StrictNumbers.wholeNumber(text);
            if (size < 1 || size > most) {
                throw wrong(key, "sizes from 1 to " + most, texts.getOrDefault(key, "none"));
            }
            return (int) size;
        }

        private <E> E constant(String key, E[] constants, Function<E, String> label) {
            return Arrays.stream(constants)
                    .filter(constant -> label.apply(constant).equals(texts.get(key)))
                    .findFirst()
                    .orElseThrow(() -> wrong(
                            key,
                            Arrays.stream(constants).map(label).collect(Collectors.joining(" or ")),
                            texts.getOrDefault(key, "none")));
        }

        private UserError wrong(String key, String expected, String found) {
            return new UserError(file + ", metadata " + key, expected, TextFile.quote(found), remedy);
        }
    }
}
