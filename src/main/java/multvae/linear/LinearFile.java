package multvae.linear;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import multvae.io.FileHash;
import multvae.io.ProcessMemory;
import multvae.io.Safetensors;
import multvae.io.SafetensorsReader;
import multvae.io.SafetensorsReader.Tensor;
import multvae.io.StrictNumbers;
import multvae.io.TextFile;
import multvae.io.UserError;

/**
 * A linear model as a file of tensors, {@link Safetensors}. Its metadata has {@code version}, 1; {@code model}, its name; and
 * {@code items}, how many there are. The tensors are, by model:
 *
 * <pre>
 *   popularity    users         int32    [items]              how many train users have each item
 *   item-knn      counts        int32    [items]              how many items each one is a neighbour of
 *                 targets       int32    [pairs]              those, ascending, item by item
 *                 similarities  float32  [pairs]
 *   ease, edlae   weights       float32  [items, items]       row i has the weights from item i
 *   ials          factors       float32  [items, dimension]   and in the metadata unobservedWeight, regularisation, exponent
 * </pre>
 */
public final class LinearFile {

    /** The models that have such a file, by the names that configurations have for them. */
    public enum Kind {
        POPULARITY,
        ITEM_KNN,
        EASE,
        EDLAE,
        IALS;

        /** As the file has it: {@code item-knn}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static Optional<Kind> of(String label) {
            for (Kind kind : values()) {
                if (kind.label().equals(label)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    private static final String VERSION = "1";
    private static final String USERS = "users";
    private static final String COUNTS = "counts";
    private static final String TARGETS = "targets";
    private static final String SIMILARITIES = "similarities";
    private static final String WEIGHTS = "weights";
    private static final String FACTORS = "factors";
    private static final String UNOBSERVED_WEIGHT = "unobservedWeight";
    private static final String REGULARISATION = "regularisation";
    private static final String EXPONENT = "exponent";
    private static final String INT32 = "I32";
    private static final String FLOAT32 = "F32";

    private LinearFile() {}

    /**
     * What a file has.
     *
     * @param hash of the file that the model was read from
     */
    public record Content(LinearModel model, FileHash hash) {}

    /** Writes the numbers of users. */
    public static void write(Path file, UserCounts model) {
        SortedMap<String, Safetensors.Values> tensors = new TreeMap<>();
        tensors.put(USERS, ints(model.users()));
        Safetensors.write(file, metadata(Kind.POPULARITY, model.items()), tensors);
    }

    /** Writes neighbours. */
    public static void write(Path file, Neighbours model) {
        SortedMap<String, Safetensors.Values> tensors = new TreeMap<>();
        tensors.put(COUNTS, ints(model.counts()));
        tensors.put(TARGETS, ints(model.targets()));
        tensors.put(
                SIMILARITIES,
                new Safetensors.Values(List.of(model.similarities().length), FloatBuffer.wrap(model.similarities())));
        Safetensors.write(file, metadata(Kind.ITEM_KNN, model.items()), tensors);
    }

    /** Writes items' vectors. */
    public static void write(Path file, ItemFactors model) {
        FixedFactors factors = model.factors();
        SortedMap<String, String> metadata = metadata(Kind.IALS, model.items());
        metadata.put(UNOBSERVED_WEIGHT, String.valueOf(factors.objective().unobservedWeight()));
        metadata.put(REGULARISATION, String.valueOf(factors.objective().regularisation()));
        metadata.put(EXPONENT, String.valueOf(factors.objective().exponent()));
        SortedMap<String, Safetensors.Values> tensors = new TreeMap<>();
        tensors.put(
                FACTORS,
                new Safetensors.Values(
                        List.of(model.items(), factors.dimension()), FloatBuffer.wrap(factors.factors())));
        Safetensors.write(file, metadata, tensors);
    }

    /**
     * Writes the weights between items.
     *
     * @param kind EASE or EDLAE
     * @param row gives the weights from an item to each one, [items]; it may give the same array each time
     */
    public static void write(Path file, Kind kind, int items, IntFunction<float[]> row) {
        SortedMap<String, Safetensors.Values> tensors = new TreeMap<>();
        tensors.put(WEIGHTS, Safetensors.Values.rows(items, items, row));
        Safetensors.write(file, metadata(kind, items), tensors);
    }

    private static Safetensors.Values ints(int[] values) {
        return new Safetensors.Values(List.of(values.length), IntBuffer.wrap(values));
    }

    private static SortedMap<String, String> metadata(Kind kind, int items) {
        SortedMap<String, String> metadata = new TreeMap<>();
        metadata.put("version", VERSION);
        metadata.put("model", kind.label());
        metadata.put("items", String.valueOf(items));
        return metadata;
    }

    /**
     * Reads a model. What the file declares is compared with its tensors before memory is taken.
     *
     * @param remedy what to do if the file is not such a file
     * @return empty if it is a file of tensors of another model
     * @throws UserError if it cannot be read, is not such a file, has a value that is not finite, or does not fit into the heap
     */
    public static Optional<Content> read(Path file, String remedy) throws IOException {
        try (SafetensorsReader tensors = SafetensorsReader.open(file, remedy)) {
            Optional<Kind> kind = Kind.of(tensors.metadata().getOrDefault("model", "none"));
            if (kind.isEmpty()) {
                return Optional.empty();
            }
            LinearModel model = new Reading(file, remedy, tensors).model(kind.get());
            return Optional.of(new Content(model, tensors.hash()));
        }
    }

    /** A tensor that a file must have. */
    private record Expected(String name, String type, List<Integer> shape) {}

    /** A file that is being read. */
    private static final class Reading {

        private final Path file;
        private final String remedy;
        private final SafetensorsReader reader;
        private final SortedMap<String, Tensor> tensors = new TreeMap<>();
        private final int items;

        Reading(Path file, String remedy, SafetensorsReader reader) {
            this.file = file;
            this.remedy = remedy;
            this.reader = reader;
            reader.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
            requireMetadata("version", text("version").equals(VERSION), VERSION);
            long count = StrictNumbers.wholeNumber(text("items"));
            requireMetadata("items", count >= 1 && count < Integer.MAX_VALUE, "a number from 1");
            this.items = (int) count;
        }

        LinearModel model(Kind kind) {
            return switch (kind) {
                case POPULARITY -> userCounts();
                case ITEM_KNN -> neighbours();
                case EASE, EDLAE -> itemWeights();
                case IALS -> itemFactors();
            };
        }

        private UserCounts userCounts() {
            requireTensors(List.of(new Expected(USERS, INT32, List.of(items))));
            requireHeap(Integer.BYTES * (long) items);
            int[] users = new int[items];
            reader.read(users, 0, items);
            for (int count : users) {
                require(count >= 0, "numbers of users from 0", count);
            }
            return new UserCounts(users);
        }

        private Neighbours neighbours() {
            int pairs =
                    tensors.containsKey(TARGETS) ? length(tensors.get(TARGETS).count()) : 0;
            requireTensors(List.of(
                    new Expected(COUNTS, INT32, List.of(items)),
                    new Expected(TARGETS, INT32, List.of(pairs)),
                    new Expected(SIMILARITIES, FLOAT32, List.of(pairs))));
            requireHeap(Integer.BYTES * (2L * items + 2L * pairs));
            int[] counts = new int[items];
            int[] targets = new int[pairs];
            float[] similarities = new float[pairs];
            for (Tensor tensor : reader.tensors()) {
                switch (tensor.name()) {
                    case COUNTS -> reader.read(counts, 0, items);
                    case TARGETS -> reader.read(targets, 0, pairs);
                    default -> reader.read(similarities, 0, pairs);
                }
            }
            return new Neighbours(starts(counts, targets), targets, similarities);
        }

        private int[] starts(int[] counts, int[] targets) {
            int[] starts = new int[items + 1];
            for (int item = 0; item < items; item++) {
                require(
                        counts[item] >= 0 && counts[item] <= targets.length - starts[item],
                        "counts that add up to the " + targets.length + " targets",
                        counts[item]);
                starts[item + 1] = starts[item] + counts[item];
                int last = -1;
                for (int k = starts[item]; k < starts[item + 1]; k++) {
                    require(
                            targets[k] > last && targets[k] < items,
                            "targets that ascend below " + items + ", item by item",
                            targets[k]);
                    last = targets[k];
                }
            }
            require(
                    starts[items] == targets.length,
                    "counts that add up to the " + targets.length + " targets",
                    starts[items]);
            return starts;
        }

        private ItemWeights itemWeights() {
            requireTensors(List.of(new Expected(WEIGHTS, FLOAT32, List.of(items, items))));
            requireHeap(Float.BYTES * (long) items * items);
            float[][] weights = new float[items][items];
            for (float[] row : weights) {
                reader.read(row, 0, items);
            }
            return new ItemWeights(weights);
        }

        private ItemFactors itemFactors() {
            List<Integer> shape =
                    tensors.containsKey(FACTORS) ? tensors.get(FACTORS).shape() : List.of();
            int d = shape.size() == 2 ? Math.min(shape.get(1), ItemFactors.MOST_DIMENSIONS) : 1;
            require(d >= 1, "vectors of 1 to " + ItemFactors.MOST_DIMENSIONS, d);
            requireTensors(List.of(new Expected(FACTORS, FLOAT32, List.of(items, d))));
            FixedFactors.Objective objective = new FixedFactors.Objective(
                    number(UNOBSERVED_WEIGHT, Double.MIN_VALUE, FixedFactors.Objective.MOST_UNOBSERVED_WEIGHT),
                    number(REGULARISATION, Double.MIN_VALUE, Float.MAX_VALUE),
                    number(EXPONENT, 0, FixedFactors.Objective.MOST_EXPONENT));
            int threads = Runtime.getRuntime().availableProcessors();
            requireHeap(Float.BYTES * (long) items * d + (1L + threads) * FixedFactors.heap(d));
            float[] factors = new float[length((long) items * d)];
            reader.read(factors, 0, factors.length);
            return new ItemFactors(new FixedFactors(factors, d, objective));
        }

        /** Of an array for so many numbers. */
        private int length(long count) {
            if (count > ProcessMemory.LONGEST_ARRAY) {
                throw wrong(
                        file.toString(),
                        "at most " + ProcessMemory.LONGEST_ARRAY + " numbers in a tensor",
                        String.valueOf(count));
            }
            return (int) count;
        }

        private String text(String key) {
            return reader.metadata().getOrDefault(key, "none");
        }

        private double number(String key, double least, double most) {
            double number = StrictNumbers.decimal(text(key));
            requireMetadata(key, number >= least && number <= most, "a number from " + least + " to " + most);
            return number;
        }

        private void requireTensors(List<Expected> expected) {
            for (Expected tensor : expected) {
                Tensor found = tensors.get(tensor.name());
                if (found == null
                        || !found.type().equals(tensor.type())
                        || !found.shape().equals(tensor.shape())) {
                    throw wrong(
                            file.toString(),
                            "a tensor " + tensor.name() + " of " + tensor.type() + " and shape " + tensor.shape(),
                            found == null ? "none" : found.type() + " and " + found.shape());
                }
            }
            List<String> others = new ArrayList<>(tensors.keySet());
            expected.forEach(tensor -> others.remove(tensor.name()));
            if (!others.isEmpty()) {
                throw wrong(file.toString(), "the tensors of the model", "also " + TextFile.quote(others.get(0)));
            }
        }

        private void requireHeap(long bytes) {
            ProcessMemory.requireHeap(file.toString(), bytes, "or choose another model");
        }

        private void require(boolean holds, String expected, int found) {
            if (!holds) {
                throw wrong(file.toString(), expected, String.valueOf(found));
            }
        }

        private void requireMetadata(String key, boolean holds, String expected) {
            if (!holds) {
                throw wrong(file + ", metadata " + key, expected, TextFile.quote(text(key)));
            }
        }

        private UserError wrong(String where, String expected, String found) {
            return new UserError(where, expected, found, remedy);
        }
    }
}
